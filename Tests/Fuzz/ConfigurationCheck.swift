@testable import Command
@testable import ServiceKit

/// A configuration file and, behind a line `%%`, an environment of `NAME=VALUE` lines: a configuration all of whose
/// keys can be asked for, or one line that says what is wrong.
enum ConfigurationCheck {
    /// The file is in memory only.
    private static let file = ScratchMemory()

    static func check(_ input: [UInt8]) {
        let marker = Array("\n%%\n".utf8)
        let cut = input.firstRange(of: marker)
        self.file.hold(cut.map { Array(input[..<$0.lowerBound]) } ?? input)
        var environment: [String: String] = [:]
        for line in cut.map({ input[$0.upperBound...].split(separator: UInt8(ascii: "\n")) }) ?? [] {
            let halves = line.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            environment[halves[0]] = halves.count == 2 ? halves[1] : ""
        }
        do throws(ConfigurationError) {
            self.ask(try Configuration.load(.command, file: self.file.path, environment: environment))
        } catch {
            insist(!error.description.contains(where: \.isNewline), "a fault is one line: \(error)")
            insist(error.description.count < 4_096, "a fault is no longer than it must be")
        }
    }

    private static func ask(_ configuration: Configuration) {
        _ = configuration[.databaseURL]
        _ = configuration[.kafkaBootstrapServers]
        _ = configuration[.kafkaOptions]
        _ = configuration[.httpAddress]
        _ = configuration[.goLive]
        _ = configuration[.logLevel]
        _ = configuration[.logFormat]
        _ = configuration[.packs]
        _ = configuration[.pack]
        insist(configuration[.topicPrefix].utf8.count <= 100, "a prefix is short")
        insist(0...65_535 ~= configuration[.httpPort], "a port is one")
        _ = try? configuration.kafkaSettings()
    }
}
