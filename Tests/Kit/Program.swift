import FoundationEssentials
public import Glibc
import Synchronization

/// A program in a process of its own, with its output in a file.
public final class Program: Sendable {
    /// A program could not be started, or did not do what it was started for.
    public struct Failure: Error, CustomStringConvertible {
        /// What went wrong, with what the program printed.
        public let description: String

        /// A failure, in words.
        public init(description: String) { self.description = description }
    }

    /// The process's number.
    public let process: pid_t
    private let file: String
    /// How it ended; from then on its number may be another process's.
    private let end = Mutex<Int32?>(nil)

    /// Starts `path` with `arguments`; its environment is this process's without any `GUOYING_`, and `environment`.
    public init(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        self.file = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID().uuidString)").path()
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GUOYING_") }
        let variables = inherited.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, self.file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(
            &actions, STDERR_FILENO, "\(self.file).errors", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        // What this process has open, such as another test's connections, is not the program's.
        for descriptor in STDERR_FILENO + 1...max(STDERR_FILENO + 1, try Self.highestDescriptor()) {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        // A thread of Swift's blocks all signals, and who starts a program hands that on to it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var process = pid_t()
        var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for text in argv + envp { free(text) } }
        let outcome = posix_spawnp(&process, path, &actions, &attributes, &argv, &envp)
        guard outcome == 0 else {
            throw Failure(description: "cannot start \(path): \(String(cString: strerror(outcome)))")
        }
        self.process = process
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.file)
        try? FileManager.default.removeItem(atPath: "\(self.file).errors")
    }

    /// What it has printed to its standard output so far.
    public var output: String { Self.text(of: self.file) }

    /// What it has printed to its standard error so far.
    public var errors: String { Self.text(of: "\(self.file).errors") }

    /// Sends it a signal.
    public func signal(_ number: Int32) {
        self.end.withLock { end in
            if end == nil { kill(self.process, number) }
        }
    }

    /// Waits for its end; negative for the signal that ended it.
    @discardableResult public func wait() async -> Int32 {
        while true {
            if let end = self.hasEnded() { return end }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    private func hasEnded() -> Int32? {
        self.end.withLock { end in
            var status: Int32 = 0
            if end == nil, waitpid(self.process, &status, WNOHANG) != 0 {
                end = (status & 0x7f) == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
            }
            return end
        }
    }

    /// Asks it to end, and waits for it.
    @discardableResult public func stop() async -> Int32 {
        self.signal(SIGTERM)
        return await self.wait()
    }

    /// Lends a program that runs, and has it end when `body` has ended, however that was.
    public static func lending<Value>(
        _ path: String, _ arguments: [String], _ body: (Program) async throws -> Value
    ) async throws -> Value {
        let program = try Program(path, arguments)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(program)) } catch { outcome = .failure(error) }
        await program.stop()
        return try outcome.get()
    }

    /// Runs a program to its end.
    public static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String, errors: String) {
        let program = try Program(path, arguments, environment: environment)
        let status = await program.wait()
        return (status, program.output, program.errors)
    }

    /// The highest number of a file that this process has open; what it opens next fills a gap as a rule.
    private static func highestDescriptor() throws -> Int32 {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }.max() ?? 0
    }

    private static func text(of file: String) -> String {
        (try? String(contentsOf: URL(filePath: file), encoding: .utf8)) ?? ""
    }
}
