import Glibc
import Kafka
import Kit
import Messages
import Pipeline
import Postgres
import Testing

@testable import Activity

/// The service as a process, on both brokers.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct `The activity process` {
    private func send(_ records: [OutgoingRecord], on broker: LentBroker) async throws {
        let producer = try Producer(settings: broker.settings)
        let answers = await producer.send(records)
        await producer.close(within: .seconds(10))
        for answer in answers { _ = try answer.get() }
    }

    private func register(_ unit: String, in installation: Installation) async throws {
        _ = try await installation.database.run(
            """
            INSERT INTO registry.unit (code, valid_from, name, kind, recorded, accepted, position)
            VALUES (\(unit), '2021-01-01', \(unit), 'branch', now(), now(), 1)
            """)
        try await self.send(
            [
                OutgoingRecord(
                    topic: installation.broker.topics.registryJournal.name, key: Array(unit.utf8),
                    value: Array("{}".utf8))
            ], on: installation.broker)
    }

    private func count(_ column: String, in installation: Installation) async throws -> Int64 {
        try await installation.database.count("SELECT \(identifier: column) FROM activity.intake_v1")
    }

    @Test(arguments: TestBroker.available)
    func `takes a mix in through a crash, loses nothing and doubles nothing`(broker: TestBroker) async throws {
        try await Installation.lending(on: broker, services: [.activity]) { installation in
            let topic = installation.broker.topics.activityIntake.name
            try await self.register("b-0103", in: installation)
            // 2,000 events, each fourth of them twice, each tenth of a unit that comes later, and some that nobody
            // can read.
            let events = (1...2_000).map { SampleEvent.held("\($0)", unit: $0 % 10 == 0 ? "b-0104" : "b-0103") }
            let doubles = events.filter { event in Int(event.id).map { $0 % 4 == 0 } ?? false }
            let corrections = (1...100).map { SampleEvent.corrected("c\($0)", of: "\(2_001 - $0)", unit: "b-0103") }
            let poison = (1...20).map { OutgoingRecord(topic: topic, value: Array("{\"unit\":\($0)".utf8)) }
            let records = corrections.map { $0.record(on: topic) } + events.map { $0.record(on: topic) } + poison
            try await self.send(Array(records.prefix(1_200)), on: installation.broker)

            #expect(try await eventually { try await self.count("taken", in: installation) > 200 })
            await installation.kill(.activity)
            try await self.send(
                Array(records.dropFirst(1_200)) + doubles.map { $0.record(on: topic) }, on: installation.broker)
            try await self.register("b-0104", in: installation)
            try await installation.start(.activity)

            // Two records of the register, and what was sent.
            let sent = Int64(records.count + doubles.count + 2)
            // A dead member of the group is missed for seconds, and a busy machine takes its time for the rest.
            var (taken, parked) = (Int64(0), Int64(0))
            let isBalanced = try await eventually(within: .seconds(180)) {
                taken = try await self.count("taken", in: installation)
                parked = try await self.count("parked", in: installation)
                return taken == sent && parked == 0
            }
            let log = await installation.log(of: .activity)
            #expect(isBalanced, "\(taken) of \(sent) taken, \(parked) parked: \(log)")
            #expect(try await self.count("duplicate", in: installation) == Int64(doubles.count))
            #expect(try await self.count("refused", in: installation) == 20)
            #expect(try await self.count("applied", in: installation) == 2_102)
            #expect(
                try await installation.database.count(
                    "SELECT count(*) FROM activity.record WHERE state = 'held'") == 2_100)
            let published = try await eventually(within: .seconds(90)) {
                try await installation.database.count(
                    "SELECT count(*) FROM activity.published_v1 WHERE head > position") == 0
            }
            #expect(published)
            let journal = try await installation.broker.records(of: installation.broker.topics.activityJournal)
            let ids = Set(journal.map { record in self.header("ce_id", of: record) ?? "" })
            #expect(ids.isSuperset(of: events.map(\.id)) && ids.isSuperset(of: corrections.map(\.id)))
            let letters = try await installation.broker.records(of: installation.broker.topics.activityDeadLetters)
            #expect(letters.count >= 20)
            #expect(letters.allSatisfy { self.header("dlq-error-code", of: $0) != nil })
        }
    }

    @Test func `lets a watermark take effect behind what lies before it in all partitions`() async throws {
        try await Installation.lending(on: .embedded, services: [.activity]) { installation in
            let topic = installation.broker.topics.activityIntake.name
            try await self.register("b-0103", in: installation)
            #expect(try await eventually { try await self.count("applied", in: installation) == 1 })
            let events = (1...500).map { number in
                var record = SampleEvent.held("\(number)").record(on: topic)
                record.partition = Int32(number % 6)
                return record
            }

            try await self.send(events + [SampleEvent.watermark("w").record(on: topic)], on: installation.broker)

            let isInEffect = try await eventually(within: .seconds(30)) {
                try await installation.database.count("SELECT count(*) FROM activity.watermark_v1") == 1
            }
            let log = await installation.log(of: .activity)
            #expect(isInEffect, "\(log)")
            #expect(try await self.count("applied", in: installation) == 502)
        }
    }

    @Test func `stops in good order within its patience`() async throws {
        try await Installation.lending(on: .embedded, services: [.activity]) { installation in
            let status = await installation.stop(.activity)

            #expect(status == 0)
        }
    }

    private func header(_ name: String, of record: Kafka.Record) -> String? {
        record.headers.first { $0.name == name }?.value.map { String(decoding: $0, as: UTF8.self) }
    }
}
