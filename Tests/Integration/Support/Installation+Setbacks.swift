import Kafka
import Kit
import Messages
import Postgres
import Testing

/// What sets an installation back: a topic made anew, a database of an earlier day.
extension Installation {
    /// Deletes a topic and makes it anew, empty.
    nonisolated func renew(_ topic: Topic) async throws {
        let admin = Admin(settings: self.broker.settings)
        try await admin.deleteTopics([topic.name])
        let isGone = try await eventually { try await admin.metadata([topic.name]).isEmpty }
        try #require(isGone, "\(topic.name) is still there")
        try await admin.createTopics(
            [NewTopic(name: topic.name, partitions: topic.partitions, settings: topic.settings)])
    }

    /// Deletes the oldest records of a partition, as retention does.
    nonisolated func deleteRecords(of topic: Topic, partition: Int, before offset: Int) async throws {
        let program = try self.python(
            "delete_records.py", [self.broker.address, topic.name, "\(partition)", "\(offset)"])
        try #require(await program.wait() == 0, "\(program.errors)")
    }

    /// Waits until a service says on `/readyz` what is wrong, in these words; answers with all that it says.
    nonisolated func awaitFault(
        _ words: String, of service: Service, location: SourceLocation = #_sourceLocation
    ) async throws -> String {
        var text = ""
        let isSaid = try await eventually(within: .seconds(90)) {
            text = (try? await self.get("/readyz?verbose", of: service).text) ?? ""
            return text.contains(words)
        }
        try #require(isSaid, "\(service.rawValue) does not say '\(words)' but: \(text)", sourceLocation: location)
        return text
    }

    /// Waits until a service is ready.
    nonisolated func awaitReady(_ service: Service, location: SourceLocation = #_sourceLocation) async throws {
        var text = ""
        let isReady = try await eventually(within: .seconds(90)) {
            guard let answer = try? await self.get("/readyz?verbose", of: service) else { return false }
            text = answer.text
            return answer.status == 200
        }
        let log = await self.log(of: service)
        try #require(isReady, "\(service.rawValue) is not ready: \(text)\n\(log)", sourceLocation: location)
    }

    /// Accepts all that stands still, as an operator.
    nonisolated func recover(location: SourceLocation = #_sourceLocation) async throws -> String {
        let outcome = try await self.guoying(
            "recover", "--accept", "--reason", "the broker was set up anew", "--actor", "p-17", "--wait", "60",
            role: "guoying_operator")
        try #require(outcome.status == 0, "\(outcome.output)\(outcome.errors)", sourceLocation: location)
        return outcome.output
    }

    /// What a service has journalled of orders: type, actor and data, in their order.
    nonisolated func orders(of service: Service) async throws -> [(type: String, headers: String, data: JSONValue)] {
        try await self.database.run(
            """
            SELECT type, headers::text AS headers, convert_from(value, 'UTF8') AS value
            FROM \(identifier: service.rawValue).journal_v1
            WHERE type LIKE '%.recovered.v1' OR type LIKE '%.skipped.v1' ORDER BY lane, position
            """
        ).map { row in
            (
                try row.decode("type"), try row.decode("headers", as: String?.self) ?? "",
                try JSONValue(row.decode("value", as: String.self))
            )
        }
    }
}
