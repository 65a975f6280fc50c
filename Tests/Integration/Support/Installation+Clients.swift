import FoundationEssentials
import Kit
import Messages

/// What the broker said of a record that a foreign client has sent.
struct SentRecord {
    let partition: Int64
    let offset: Int64
    let size: Int64
    let sha256: String

    init(_ line: Substring) throws {
        let answer = try JSONValue(String(line))
        self.partition = try Self.number("partition", of: answer)
        self.offset = try Self.number("offset", of: answer)
        self.size = try Self.number("size", of: answer)
        self.sha256 = answer["sha256"]?.string ?? ""
    }

    private static func number(_ name: String, of answer: JSONValue) throws -> Int64 {
        guard let number = answer[name]?.integer else {
            throw Program.Failure(description: "the client says nothing of the \(name): \(answer.text)")
        }
        return number
    }
}

/// A record as `kcat` shows it.
struct SeenRecord {
    let headers: [String: String]
    let value: JSONValue

    init(_ line: Substring) throws {
        let record = try JSONValue(String(line))
        let words = record["headers"]?.elements.map { $0.string ?? "" } ?? []
        let pairs = stride(from: 0, to: words.count - 1, by: 2).map { (words[$0], words[$0 + 1]) }
        self.headers = Dictionary(pairs) { first, _ in first }
        self.value = try JSONValue(record["payload"]?.string ?? "null")
    }
}

extension Installation {
    /// Where the foreign clients' scripts lie.
    private static var scripts: String {
        "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Clients"
    }

    /// Runs a Python of the foreign clients with one of their scripts.
    nonisolated func python(_ script: String, _ arguments: [String]) throws -> Program {
        guard let python = TestEnvironment.python else {
            throw TestEnvironment.Missing(
                description: "GUOYING_TEST_PYTHON is not set; run the tests by deploy/dev test")
        }
        return try Program(python, ["\(Self.scripts)/\(script)"] + arguments)
    }

    /// Sends lines of `publish.py` to a topic and returns where the broker put them, in the same order.
    @discardableResult nonisolated func publish(_ lines: [String], to topic: Topic) async throws -> [SentRecord] {
        let file = try self.file("records.jsonl", lines.joined(separator: "\n"))
        let program = try self.python("publish.py", [self.broker.address, topic.name, file])
        guard await program.wait() == 0 else {
            throw Program.Failure(description: "publish.py has failed: \(program.errors)")
        }
        return try program.output.split(separator: "\n").map { try SentRecord($0) }
    }

    /// Sends events through the CloudEvents SDK and confluent-kafka.
    @discardableResult nonisolated func publish(
        _ events: [OutsideEvent], mode: String
    ) async throws -> [SentRecord] {
        try await self.publish(events.map { $0.line(mode: mode) }, to: self.broker.topics.activityIntake)
    }

    /// Sends an event in structured mode with `kcat`.
    nonisolated func publishWithKcat(_ event: OutsideEvent) async throws {
        let file = try self.file("event.json", event.structured)
        let key = event.key.map { ["-k", $0] } ?? []
        let header = "content-type=application/cloudevents+json; charset=UTF-8"
        let topic = self.broker.topics.activityIntake.name
        let outcome = try await Program.run(
            "kcat", ["-P", "-b", self.broker.address, "-t", topic, "-H", header] + key + [file])
        guard outcome.status == 0 else {
            throw Program.Failure(description: "kcat has failed: \(outcome.errors)")
        }
    }

    /// Everything that lies in a topic now, as `kcat` reads it.
    nonisolated func readWithKcat(_ topic: Topic) async throws -> [SeenRecord] {
        let outcome = try await Program.run(
            "kcat",
            [
                "-C", "-b", self.broker.address, "-t", topic.name, "-e", "-o", "beginning", "-J", "-q",
                "-X", "fetch.wait.max.ms=10",
            ])
        guard outcome.status == 0 else {
            throw Program.Failure(description: "kcat has failed: \(outcome.errors)")
        }
        return try outcome.output.split(separator: "\n").map { try SeenRecord($0) }
    }
}
