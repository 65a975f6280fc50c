import FoundationEssentials
import Glibc
import Kit

/// A receiver of webhooks that somebody else has written.
struct Receiver {
    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    /// A request as the receiver saw it.
    struct Request {
        let id: String
        let status: Int64
        /// What it said, where its signature was good.
        let body: JSONValue?
    }

    let port: String
    private let log: String

    /// Lends a receiver that refuses the first `failures` good requests as a server in trouble would.
    static func lending<Value>(
        in installation: Installation, failures: Int, _ body: (Receiver) async throws -> Value
    ) async throws -> Value {
        let log = try installation.file("webhooks.jsonl", "")
        let program = try installation.python("receiver.py", [Self.secret, log, String(failures)])
        let outcome: Result<Value, any Error>
        do {
            guard try await eventually({ program.output.hasSuffix("\n") }) else {
                throw Program.Failure(description: "receiver.py does not listen: \(program.errors)")
            }
            let port = program.output.split(separator: "\n").joined()
            outcome = .success(try await body(Receiver(port: port, log: log)))
        } catch {
            outcome = .failure(error)
        }
        program.signal(SIGKILL)
        await program.wait()
        return try outcome.get()
    }

    /// What it has received so far, whole lines only.
    func requests() throws -> [Request] {
        let text = try String(contentsOf: URL(filePath: self.log), encoding: .utf8)
        guard let end = text.lastIndex(of: "\n") else { return [] }
        return try text[..<end].split(separator: "\n").map { line in
            let request = try JSONValue(String(line))
            return Request(
                id: request["id"]?.string ?? "", status: request["status"]?.integer ?? 0, body: request["body"])
        }
    }
}
