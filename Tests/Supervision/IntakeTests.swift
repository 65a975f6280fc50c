import Domain
import Kafka
import Kit
import Messages
import Postgres
import Testing

@testable import Pipeline
@testable import Supervision

@Suite(.timeLimit(.minutes(1)))
struct `Intake` {
    private let topics = Topics()

    private func command(_ id: String?, type: String = "guoying.supervision.dance.v1") -> OutgoingRecord {
        var headers = [
            Header(name: "ce_specversion", text: "1.0"), Header(name: "ce_source", text: "/cli"),
            Header(name: "ce_type", text: type),
        ]
        if let id { headers.append(Header(name: "ce_id", text: id)) }
        return OutgoingRecord(
            topic: self.topics.supervisionCommands.name, value: Array("{}".utf8), headers: headers)
    }

    @Test func `answers a command that it does not know, once`() async throws {
        try await Office.lending { office in
            let first = try await office.takeIn([self.command("k-1"), self.command("k-2"), self.command("k-1")])
            let second = try await office.takeIn([self.command("k-2")])

            let answers = try await office.database.run(
                """
                SELECT command, type, convert_from(value, 'UTF8')::json ->> 'code' AS code
                FROM supervision.answers_v1 ORDER BY command
                """)
            #expect(first == [.refused, .refused, .refused] && second == [.refused])
            #expect(try answers.decode("command") == ["k-1", "k-2"])
            #expect(try answers.decode("code") == ["unsupported-type", "unsupported-type"])
            #expect(try answers[0].decode("type") == "guoying.supervision.command-rejected.v1")
        }
    }

    @Test func `refuses what nobody can be answered for, and what is no record of a journal`() async throws {
        try await Office.lending { office in
            let stray = OutgoingRecord(
                topic: self.topics.activityJournal.name, key: Array("b-1".utf8), value: Array("{}".utf8))

            let dispositions = try await office.takeIn([self.command(nil), stray])

            let letters = try await office.database.run(
                """
                SELECT type, convert_from(value, 'UTF8') AS value, headers::text AS headers FROM supervision.journal
                ORDER BY type
                """)
            #expect(dispositions == [.refused, .refused])
            #expect(try letters.decode("type") == ["internal", "missing-attribute"])
            let headers = try letters[0].decode("headers", as: String.self)
            #expect(headers.contains(#"["dlq-original-topic","guoying.activity.journal"]"#))
        }
    }

    @Test func `notes how far it has read each lane, and never less`() async throws {
        try await Office.lending { office in
            try await office.owners.themeDay("a", at: "b-1", on: "2021-04-09T14:30:00+08:00")
            try await office.owners.deadLetter(of: "b-1", on: "2021-04-09T14:30:00+08:00")
            try await office.takeIn()
            let heads = try await office.transaction { try await HeadTable.heads(of: self.read, on: $0.connection) }

            try await office.transaction { transaction in
                try await HeadTable.raise(heads.mapValues { _ in 1 }, on: transaction.connection)
            }

            let read = try await office.transaction {
                try await HeadTable.positionsRead(of: self.read, on: $0.connection)
            }
            #expect(heads.count == 3)
            #expect(read == heads)
        }
    }

    @Test func `judges so many units at once and leaves the rest to the due queue`() async throws {
        try await Office.lending { office in
            let units = (1...(SupervisionHandler.unitLimit + 20)).map { UnitCode(rawValue: "u-\($0)") }
            for unit in units.prefix(3) + units.suffix(3) {
                try await office.owners.unit(unit, .branch, parent: "g", from: "2021-01-01")
            }
            try await office.settle()
            office.turn(to: "2021-04-25")
            let records = units.enumerated().map { index, unit in
                OutgoingRecord(
                    topic: self.topics.activityJournal.name, value: Array(#"{"unit":"\#(unit)"}"#.utf8),
                    headers: [
                        Header(name: "ce_type", text: "guoying.activity.held.v1"),
                        Header(name: "journal-lane", text: "0"),
                        Header(name: "journal-position", text: "\(index + 1)"),
                    ])
            }

            try await office.takeIn(records)
            let beyond = try await office.due().filter { $0.value <= at("2021-04-25") }.count
            try await office.drain()

            #expect(beyond >= 20)
            #expect(try await office.verdict(of: "u-3") == "due-soon")
            #expect(try await office.verdict(of: "\(units[units.count - 1])") == "due-soon")
        }
    }

    @Test func `finds the unit of a letter, and the units of a fan-out, without a look at all others`() async throws {
        try await Office.lending { office in
            _ = try await office.database.run(
                """
                INSERT INTO activity.dead_letter (lane, position, accepted, code, stage, unit, kind, occurred, recorded,
                    topic, partition, record_offset)
                SELECT n % 48, 1000 + n / 48, now(), 'schema', 'schema', 'x-' || n, 'report', now(), now(), 'in', 0, 0
                FROM generate_series(1, 20000) n
                """)
            _ = try await office.database.run(
                """
                INSERT INTO registry.unit (code, valid_from, name, kind, parent, recorded, accepted, position)
                SELECT 'x-' || n, '2020-01-01', 'x', 'branch', 'y', now(), now(), 0 FROM generate_series(1, 20000) n
                """)
            let letter = OutgoingRecord(
                topic: self.topics.activityDeadLetters.name, value: nil,
                headers: [
                    Header(name: "journal-lane", text: "1"), Header(name: "journal-position", text: "1000"),
                ])
            let batch = RecordBatch([(TopicPartition(topic: letter.topic, partition: 0), 0, letter)])
            let work = IntakeWork(
                records: batch, prepared: try await office.handler.prepare(batch), indexes: [0], isCondemned: false,
                accepted: at("2021-04-10"), cluster: Office.cluster)

            var found: [[UnitCode]] = []
            let rows = try await office.rowsRead(of: ["dead_letter", "unit"]) { connection in
                found.append(try await connection.pipeline(office.handler.probe(work))[0].decode("unit"))
                let fanOut = FanOut(.subtree("g"))
                found.append(try await FanOutTable.piece(of: fanOut, limit: 10, on: connection))
            }

            #expect(found == [["x-1"], ["b-1", "g"]])
            #expect(rows.scanned == 0)
        }
    }

    @Test func `asks for no letter where none came`() async throws {
        try await Office.lending { office in
            let batch = RecordBatch([])
            let work = IntakeWork(
                records: batch, prepared: try await office.handler.prepare(batch), indexes: [], isCondemned: false,
                accepted: at("2021-04-10"), cluster: Office.cluster)

            #expect(office.handler.probe(work).isEmpty)
        }
    }

    private var read: [String] {
        [self.topics.registryJournal, self.topics.activityJournal, self.topics.activityDeadLetters].map(\.name)
    }
}
