import Domain
import HTTP
import Kafka
import Kit
import Messages
import Postgres
import Testing

extension Installation {
    /// Sends events in structured mode, each to the partition that it is given with; all of them are there afterwards.
    nonisolated func send(
        _ events: [(event: OutsideEvent, partition: Int32)], to topic: String? = nil, compression: String = "none"
    ) async throws {
        let topic = topic ?? self.broker.topics.activityIntake.name
        var settings = self.broker.settings
        settings.options["compression.type"] = compression
        let producer = try Producer(settings: settings)
        let records = events.map { event, partition in
            OutgoingRecord(
                topic: topic, partition: partition, value: Array(event.structured.utf8),
                headers: [Header(name: "content-type", text: "application/cloudevents+json")])
        }
        let outcomes = await producer.send(records)
        await producer.close(within: .seconds(5))
        for outcome in outcomes { _ = try outcome.get() }
    }

    /// What `/readyz?verbose` or `/metrics` of a service answers.
    nonisolated func get(_ path: String, of service: Service) async throws -> (status: Int, text: String) {
        guard let address = await self.address(of: service) else {
            throw Program.Failure(description: "\(service.rawValue) does not serve")
        }
        let client = try Client()
        var request = OutgoingRequest(.get, "http://\(address)\(path)")
        request.addresses = .any
        let answer = try await client.send(request)
        await client.close()
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }

    /// Waits until all that was sent has been taken in, judged and published.
    nonisolated func settle(location: SourceLocation = #_sourceLocation) async throws {
        let board = try await self.guoying("board", "--format", "json", "--wait", "60")
        try #require(board.status == 0, "guoying board: \(board.errors)", sourceLocation: location)
        var left: [String] = []
        let isSettled = try await eventually(within: .seconds(60)) {
            left = try await self.unfinished()
            return left.isEmpty
        }
        let log = await self.log(of: .supervision)
        try #require(isSettled, "not finished: \(left); supervision says: \(log)", sourceLocation: location)
    }

    /// Waits until supervision has read what the register and the activity service have written.
    nonisolated func follow(location: SourceLocation = #_sourceLocation) async throws {
        var left: [String] = []
        let isRead = try await eventually {
            left = try await self.unfinished().filter { $0.hasPrefix("unread") }
            return left.isEmpty
        }
        try #require(isRead, "\(left)", sourceLocation: location)
    }

    /// What supervision has not read, not looked at or not published yet.
    private nonisolated func unfinished() async throws -> [String] {
        try await self.database.run(
            """
            SELECT 'unread: ' || h.topic || ' ' || h.lane AS what
            FROM (SELECT * FROM registry.lane_v1 UNION ALL SELECT * FROM activity.lane_v1) AS h
            LEFT JOIN supervision.reading_v1 AS r ON r.topic = h.topic AND r.lane = h.lane
            WHERE coalesce(r.position, 0) < h.head
                AND h.topic NOT LIKE '%.notices' AND h.topic NOT LIKE '%.rehearsal-answers'
            UNION ALL
            SELECT 'due: ' || what || ' ' || key FROM supervision.due_v1
            WHERE at <= (SELECT coalesce(max(business + (clock_timestamp() - since)), clock_timestamp())
                FROM registry.clock_v1)
            UNION ALL
            SELECT 'unpublished: ' || lane FROM supervision.published_v1 GROUP BY lane HAVING max(position) < max(head)
            """
        ).decode("what")
    }
}
