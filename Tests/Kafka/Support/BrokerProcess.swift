import FoundationEssentials
import Glibc
import Synchronization

/// The embedded broker as it is built, in a process of its own.
final class BrokerProcess: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let bootstrapServers: String
    private let process: pid_t
    private let status = Mutex<Int32?>(nil)

    /// Starts a broker with these topics and waits until it serves.
    static func start(topics: [String: Int]) async throws -> BrokerProcess {
        let file = FileManager.default.temporaryDirectory.appending(path: "broker-\(UUID().uuidString)")
        let list = topics.map { "\($0.key):\($0.value)" }.sorted().joined(separator: ",")
        let process = try Self.spawn(["--topics", list, "--ready-file", file.path()])
        defer { try? FileManager.default.removeItem(at: file) }
        guard try await eventually({ FileManager.default.fileExists(atPath: file.path()) }) else {
            kill(process, SIGKILL)
            throw Failure(description: "the embedded broker did not write its ready file")
        }
        let address = try String(contentsOf: file, encoding: .utf8)
        return BrokerProcess(address.split(separator: "\n").joined(), process)
    }

    private init(_ address: String, _ process: pid_t) {
        self.bootstrapServers = address
        self.process = process
    }

    deinit { self.stop() }

    /// Ends the broker, when it has not ended yet, and returns its exit status.
    @discardableResult func stop() -> Int32 {
        self.status.withLock { status in
            if let status { return status }
            kill(self.process, SIGTERM)
            let ended = Self.wait(for: self.process)
            status = ended
            return ended
        }
    }

    /// Runs the broker to its end and returns its status and what it printed on both streams.
    static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory.appending(path: "output-\(UUID().uuidString)")
        let process = try Self.spawn(arguments, output: file.path())
        defer { try? FileManager.default.removeItem(at: file) }
        let status = Self.wait(for: process)
        return (status, try String(contentsOf: file, encoding: .utf8))
    }

    private static func spawn(_ arguments: [String], output: String = "/dev/null") throws -> pid_t {
        let folder = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            .split(separator: "/").dropLast().joined(separator: "/")
        let path = "/\(folder)/guoying-broker"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failure(description: "there is no \(path); build the package's executables first")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        var process = pid_t()
        var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for argument in argv { free(argument) } }
        let outcome = posix_spawn(&process, path, &actions, nil, &argv, environ)
        guard outcome == 0 else { throw Failure(description: "cannot start \(path): errno \(outcome)") }
        return process
    }

    private static func wait(for process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1, errno == EINTR {}
        return (status & 0x7f) == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
    }
}

/// Looks again and again until `condition` holds; false when it does not in time.
func eventually(within limit: Duration = .seconds(30), _ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard .now < deadline else { return false }
        try await Task.sleep(for: .milliseconds(5))
    }
    return true
}
