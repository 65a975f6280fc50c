import Domain
import Kit
import Messages
import Pipeline
import Postgres
import Testing

/// The wait for supervision, on what the services store.
@Suite(.timeLimit(.minutes(1))) struct `The wait for alerts` {
    private let topics = Topics()

    private func lending(
        _ body: (ScratchDatabase, _ look: (inout JudgingWatch) async throws -> [String]) async throws -> Void
    ) async throws {
        try await ScratchDatabase.lending { database in
            try await body(database) { watch in
                let connection = try await Connection.connect(try DatabaseSettings(database.url(as: "guoying_reader")))
                defer { connection.close() }
                return try await watch.backlog(on: connection).parts
            }
        }
    }

    private func due(_ database: ScratchDatabase, _ what: String, at instant: Instant, attempts: Int32 = 0) async throws
    {
        _ = try await database.run(
            """
            INSERT INTO supervision.due (what, key, at, clock, attempts)
            VALUES (\(what), 'b-0103', \(instant), 'business', \(attempts))
            """)
    }

    @Test func `is over at once where there is nothing to judge`() async throws {
        try await self.lending { _, look in
            var watch = JudgingWatch(topics: self.topics)

            let parts = try await look(&watch)

            #expect(parts == [])
        }
    }

    @Test func `lasts until the journals have been read to the heads that they had`() async throws {
        try await self.lending { database, look in
            let topic = self.topics.activityJournal.name
            _ = try await database.run("INSERT INTO activity.lane_topic VALUES (3, \(topic), 5)")
            var watch = JudgingWatch(topics: self.topics)

            let unread = try await look(&watch)
            _ = try await database.run("UPDATE activity.lane_topic SET head = 9")
            _ = try await database.run("INSERT INTO supervision.reading VALUES (\(topic), 3, 5)")
            let read = try await look(&watch)

            #expect(unread == ["the reading of \(topic)"])
            #expect(read == [])
        }
    }

    @Test func `lasts until what was due has been judged, by the business clock`() async throws {
        try await self.lending { database, look in
            try await StoredCampus(database).clock(at: at("2021-05-05"))
            try await self.due(database, "fan-out", at: at("2021-05-04"))
            try await self.due(database, "judge", at: at("2021-05-04"))
            var watch = JudgingWatch(topics: self.topics)

            let fanningOut = try await look(&watch)
            _ = try await database.run("DELETE FROM supervision.due WHERE what = 'fan-out'")
            let judging = try await look(&watch)
            _ = try await database.run("UPDATE supervision.due SET at = '2021-05-06T00:00Z'")
            let judged = try await look(&watch)
            try await self.due(database, "source", at: at("2021-05-04"))
            let later = try await look(&watch)

            #expect(fanningOut == ["1 judgement of supervision"])
            #expect(judging == ["1 judgement of supervision"])
            #expect(judged == [])
            #expect(later == [])
        }
    }

    @Test func `goes on for what was looked at and could not be judged yet`() async throws {
        try await self.lending { database, look in
            try await StoredCampus(database).clock(at: at("2021-05-05"))
            try await self.due(database, "judge", at: at("2021-05-06"), attempts: 2)
            var watch = JudgingWatch(topics: self.topics)

            let parts = try await look(&watch)

            #expect(parts == ["1 judgement of supervision"])
        }
    }
}
