internal import Domain
internal import Packs
internal import ServiceKit

/// `guoying pack test`.
struct PackTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Runs the tests that a pack brings along.",
        discussion: "One line for each test that fails: what was expected, what came, and what that rests on.")

    @OptionGroup var configuration: ConfigurationOptions
    @Argument(help: "The id of a pack; the one in force where none is named.") var pack: String?

    func run() async throws {
        let configuration = try self.configuration.load()
        let pack = self.pack.map { PackID(rawValue: $0) } ?? configuration[.pack]
        let tests = try configuration.packFolder().tests(of: pack)
        let failures = tests.compactMap { $0.failure() }
        for failure in failures { StandardStream.output.write("\(failure)\n") }
        StandardStream.error.write("\(counted(tests.count, "test")) of \(pack), \(failures.count) failed\n")
        if !failures.isEmpty { throw ExitCode.failure }
    }
}
