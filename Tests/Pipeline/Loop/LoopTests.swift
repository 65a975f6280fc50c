import Domain
import Kafka
import Kit
import Machines
import Messages
import Postgres
import ServiceKit
import Testing

@testable import Pipeline

@Suite(.timeLimit(.minutes(3)))
struct `The whole loop` {
    /// Journals what becomes due.
    private struct Announcer: DueHandler {
        let what = "announcement"
        let topic: String

        func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
            _ = try await transaction.journal(
                items.map {
                    JournalEntry(topic: self.topic, lane: 7, key: nil, type: "kept", value: Array($0.key.utf8))
                })
            return items.map { _ in .done }
        }
    }

    private func texts(_ range: Range<Int>) -> [String] { range.map { "text-\($0)" } }

    @Test(arguments: TestBroker.available)
    func `takes each record once and publishes what it wrote about it`(on broker: TestBroker) async throws {
        try await Loop.lending(on: broker) { loop in
            let now = Instant(microseconds: loop.playground.clock.now())
            try await loop.playground.transaction { transaction in
                try await transaction.schedule([
                    DueItem(what: "announcement", key: "due", at: now, clock: .business)
                ])
            }
            try await loop.send(self.texts(0..<600) + self.texts(0..<150))

            let process = try await LoopProcess(
                "a", on: loop, dueHandlers: [Announcer(topic: loop.journal.name)])
            try await loop.expectKept(600)
            let isCounted = try await eventually { try await loop.tally()[.duplicate] == 150 }
            let end = await process.stop()

            #expect(isCounted)
            #expect(try await loop.tally() == [.applied: 600, .duplicate: 150, .refused: 0, .parked: 0])
            #expect(end.isClean)
            #expect(end.time < .seconds(5))
            try await loop.expectPublishedInOrder()
            let announced = try await loop.database.count(
                "SELECT count(*) FROM notification.journal WHERE lane = 7 AND value = 'due'")
            #expect(announced == 1)
        }
    }

    @Test(.enabled(if: Foreign.isThere), arguments: TestBroker.available)
    func `tells the group how far it is, for those who watch the lag`(on broker: TestBroker) async throws {
        try await Loop.lending(on: broker) { loop in
            try await loop.send(self.texts(0..<60))
            let process = try await LoopProcess("a", on: loop)
            try await loop.expectKept(60)
            _ = await process.stop()

            // A foreign member of the group starts where it was told, and is told an error where it was not.
            let rest = try await Foreign.readOn(as: loop.group, topic: loop.intake.name, at: loop.broker.address)

            #expect(rest.status == 0, "\(rest.errors)")
            #expect(rest.output.isEmpty)
        }
    }

    @Test(arguments: TestBroker.available)
    func `loses and doubles nothing when members come and go while records flow`(on broker: TestBroker) async throws {
        try await Loop.lending(on: broker) { loop in
            async let flow: Void = {
                for start in stride(from: 0, to: 2_000, by: 20) {
                    try await loop.send(self.texts(start..<start + 20))
                }
            }()
            let first = try await LoopProcess("first", on: loop)
            #expect(try await eventually(within: .seconds(60)) { try await loop.tally()[.applied] ?? 0 > 100 })
            let second = try await LoopProcess("second", on: loop)
            let isShared = try await eventually(within: .seconds(60)) {
                try await loop.database.count("SELECT count(DISTINCT owner) FROM notification.position") == 2
            }
            await first.cancel()
            try await flow
            try await loop.send(self.texts(1_990..<2_100))

            try await loop.expectKept(2_100)
            let end = await second.stop()

            #expect(isShared)
            #expect(end.isClean)
            #expect(try await loop.tally() == [.applied: 2_100, .duplicate: 10, .refused: 0, .parked: 0])
            try await loop.expectPublishedInOrder()
        }
    }

    @Test func `condemns a record that the database refuses, and no other`() async throws {
        try await Loop.lending(on: .embedded) { loop in
            try await loop.send(self.texts(0..<200) + ["poison"] + self.texts(200..<400))

            let process = try await LoopProcess("a", on: loop)
            try await loop.expectKept(400)
            let isCounted = try await eventually { try await loop.tally()[.refused] == 1 }
            _ = await process.stop()

            #expect(isCounted)
            #expect(try await loop.tally() == [.applied: 400, .duplicate: 0, .refused: 1, .parked: 0])
        }
    }

    @Test(arguments: TestBroker.available)
    func `goes on where it was when it is started again`(on broker: TestBroker) async throws {
        try await Loop.lending(on: broker) { loop in
            try await loop.send(self.texts(0..<300))
            let first = try await LoopProcess("first", on: loop)
            try await loop.expectKept(300)
            _ = await first.stop()

            try await loop.send(self.texts(300..<500))
            let second = try await LoopProcess("second", on: loop)
            try await loop.expectKept(500)
            _ = await second.stop()

            #expect(try await loop.tally() == [.applied: 500, .duplicate: 0, .refused: 0, .parked: 0])
            try await loop.expectPublishedInOrder()
        }
    }
}
