import Domain
import Facts
import JSON
import Kafka
import Kit
import Messages
import Postgres
import Testing

@testable import Activity
@testable import Pipeline

@Suite(.timeLimit(.minutes(1)))
struct `The dismissal of a letter` {
    private let actor = Header(name: "ce_authid", text: "p-17")

    /// A theme day that is refused, and the number of its letter.
    private func refuse(in world: World) async throws -> LetterNumber {
        try await world.take(SampleEvent.held("broken").setting("segments", to: "7"))
        let row = try await world.database.run("SELECT lane, position FROM activity.dead_letter_v1")[0]
        return LetterNumber(
            lane: Int(try row.decode("lane", as: Int16.self)), position: try row.decode("position"))
    }

    private func command(_ letter: LetterNumber, reason: String?, id: String) -> OutgoingRecord {
        let command = ActivityCommand.dismissLetter(LetterDismissal(letter, reason: reason))
        return OutgoingRecord(
            topic: Topics().activityCommands.name, value: command.data,
            headers: [
                Header(name: "ce_specversion", text: "1.0"), Header(name: "ce_type", text: command.type),
                Header(name: "ce_source", text: "/cli"), Header(name: "ce_id", text: id), self.actor,
            ])
    }

    /// The answers to a command: its type, or the code and the field of its rejection.
    private func answers(to command: String, in world: World) async throws -> [String] {
        let rows = try await world.database.run(
            "SELECT type, value FROM activity.answers_v1 WHERE command = \(command)")
        return try rows.map { row in
            let type = try row.decode("type", as: String.self)
            guard type == CommandRejection.type(of: "activity") else { return type }
            var reader = DocumentReader()
            let rejection = try reader.read(try row.decode("value", as: [UInt8].self)) {
                try CommandRejection.read($0, type: 0)
            }
            return "\(rejection.code) \(rejection.field)"
        }
    }

    @Test func `ends it, and tells the unit that it named`() async throws {
        try await World.lending { world in
            let letter = try await self.refuse(in: world)

            try await world.take([self.command(letter, reason: "a test record", id: "d-1")])

            #expect(try await self.answers(to: "d-1", in: world) == [LetterDismissed.type])
            let fact = try await world.database.run(
                "SELECT *, headers::text AS words FROM activity.journal_v1 WHERE type = \(LetterDismissed.type)")[0]
            #expect(try fact.decode("topic", as: String.self) == world.topics.activityJournal.name)
            #expect(try Int(fact.decode("lane", as: Int16.self)) == letter.lane)
            #expect(try fact.decode("key", as: [UInt8].self) == Array("b-0103".utf8))
            #expect(try fact.decode("words", as: String.self).contains(#"["ce_authid","p-17"]"#))
            let data = try JSONValue(String(decoding: try fact.decode("value", as: [UInt8].self), as: UTF8.self))
            #expect(data["unit"]?.string == "b-0103" && data["reason"]?.string == "a test record")
            let ended = try await world.database.run("SELECT ended, ended_position FROM activity.dead_letter_v1")[0]
            #expect(try ended.decode("ended", as: Instant.self) == world.now)
            #expect(try ended.decode("ended_position", as: Int64.self) == fact.decode("position", as: Int64.self))
            #expect(try await world.balance() == [2, 1, 0, 1, 0])
        }
    }

    @Test func `is seen by those who read up to it, and by nobody who reads less`() async throws {
        try await World.lending { world in
            let letter = try await self.refuse(in: world)
            func ended(at positions: FactPositions?) async throws -> Bool {
                try await world.database.connected(as: "guoying_supervision") { connection in
                    let reader = FactsReader(connection)
                    let now = try await reader.positions()
                    let facts = try await reader.facts(of: ["b-0103"], at: positions ?? now, knownAt: world.now)
                    return try #require(facts[0].deadLetters.first).ended != nil
                }
            }
            let before = try await world.database.connected(as: "guoying_supervision") {
                try await FactsReader($0).positions()
            }

            try await world.take([self.command(letter, reason: "a test record", id: "d-1")])

            #expect(try await ended(at: nil))
            #expect(try await !ended(at: before))
        }
    }

    @Test func `is refused for what is not there, is done already, or has no reason`() async throws {
        try await World.lending { world in
            let letter = try await self.refuse(in: world)
            let elsewhere = LetterNumber(lane: letter.lane, position: letter.position + 1)

            try await world.take([
                self.command(letter, reason: " ", id: "blank"), self.command(letter, reason: nil, id: "none"),
                self.command(elsewhere, reason: "why", id: "unknown"), self.command(letter, reason: "why", id: "first"),
                self.command(letter, reason: "why", id: "second"),
            ])
            try await world.take([self.command(letter, reason: "why", id: "third")])

            #expect(try await self.answers(to: "blank", in: world) == ["reason-missing data.reason"])
            #expect(try await self.answers(to: "none", in: world) == ["reason-missing data.reason"])
            #expect(try await self.answers(to: "unknown", in: world) == ["unknown-letter data.letter"])
            #expect(try await self.answers(to: "first", in: world) == [LetterDismissed.type])
            #expect(try await self.answers(to: "second", in: world) == ["letter-ended data.letter"])
            #expect(try await self.answers(to: "third", in: world) == ["letter-ended data.letter"])
        }
    }

    @Test func `is answered once, however often and by whichever partition it comes`() async throws {
        try await World.lending { world in
            let letter = try await self.refuse(in: world)
            let command = self.command(letter, reason: "why", id: "d-1")

            try await world.holding([command]) { commit in
                async let second: Void = world.take([command], partition: 3)
                #expect(try await eventually { try await world.isSomebodyWaiting() })
                try await commit()
                try await second
            }
            try await world.take([command, self.command(letter, reason: "another", id: "d-1")])

            #expect(try await self.answers(to: "d-1", in: world) == [LetterDismissed.type])
            #expect(
                try await world.texts("SELECT concat_ws(' ', code, field) FROM activity.dead_letter_v1 ORDER BY code")
                    == ["conflicting-duplicate id", "schema data.segments"])
        }
    }

    @Test func `that the database refuses is answered, and lies in the dead letters`() async throws {
        try await World.lending { world in
            let work = try await world.work(
                [self.command(LetterNumber(lane: 1, position: 1), reason: "why", id: "d-1")], condemned: true)

            let dispositions = try await world.pool.withConnection { connection in
                try await connection.transaction { connection in
                    try await world.handler.handle(
                        work, known: [],
                        in: Transaction(connection: connection, now: world.now, limits: JournalLimits()))
                }
            }

            #expect(dispositions == [.refused])

            #expect(try await self.answers(to: "d-1", in: world) == ["internal "])
        }
    }
}
