import Glibc
import Kit

/// A proxy in front of PostgreSQL that cuts connections off at COMMIT: see `Outside/commit_proxy.py`.
struct CommitProxy {
    /// Where it listens.
    let port: Int
    private let program: Program

    /// Lends a proxy in front of a database.
    static func lending<Value>(
        before database: ScratchDatabase, _ body: (CommitProxy) async throws -> Value
    ) async throws -> Value {
        let address = database.url().split(separator: "@").last?.split(separator: "/").first ?? ""
        let program = try Program(
            TestEnvironment.python ?? "python3",
            ["\(Load.scripts)/commit_proxy.py"] + address.split(separator: ":").map(String.init))
        let outcome: Result<Value, any Error>
        do {
            _ = try await eventually { program.output.contains("\n") }
            guard let port = Int(program.output.split(whereSeparator: \.isWhitespace).last ?? "") else {
                throw Program.Failure(description: "the proxy does not listen: \(program.errors)")
            }
            outcome = .success(try await body(CommitProxy(port: port, program: program)))
        } catch {
            outcome = .failure(error)
        }
        program.signal(SIGKILL)
        await program.wait()
        return try outcome.get()
    }

    /// Has it cut the next COMMIT that advances positions, and waits until it has.
    func cut(_ fault: Fault) async throws {
        let word = fault == .commitDroppedBefore ? "cut before" : "cut after"
        self.program.signal(fault == .commitDroppedBefore ? SIGUSR1 : SIGUSR2)
        guard try await eventually(within: .seconds(60), { self.program.output.contains(word) }) else {
            throw Saboteur.Missed(description: "no COMMIT came by: \(self.program.errors)")
        }
    }
}
