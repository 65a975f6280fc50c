import Domain
import Facts
import Kit
import Messages
import Postgres
import ServiceKit
import Testing

@testable import Pipeline
@testable import Supervision

@Suite struct `The gate` {
    private let lane = LaneTopic(topic: "guoying.activity.journal", lane: 4)
    private let other = LaneTopic(topic: "guoying.registry.journal", lane: 0)

    private func instant(_ seconds: Int64) -> Instant { Instant(microseconds: seconds * 1_000_000) }

    @Test func `opens when every lane has been read to its head`() {
        var gate = GateState()

        gate.await([self.lane: 7, self.other: 2], of: self.instant(10))
        gate.look(at: [self.lane: 7])
        let early = gate.opened
        gate.look(at: [self.lane: 8, self.other: 2])

        #expect(early == nil)
        #expect(gate.opened == self.instant(10))
        #expect(!gate.needsSnapshot(for: self.instant(10)) && gate.needsSnapshot(for: self.instant(11)))
    }

    @Test func `takes no newer heads before it has reached those it waits for`() {
        var gate = GateState()

        gate.await([self.lane: 7], of: self.instant(10))
        gate.await([self.lane: 900], of: self.instant(20))
        gate.look(at: [self.lane: 7])

        #expect(gate.opened == self.instant(10))
        #expect(gate.needsSnapshot(for: self.instant(20)))
    }

    @Test func `opens at once where nothing has ever been written`() {
        var gate = GateState()

        gate.await([:], of: self.instant(10))
        gate.look(at: [:])

        #expect(gate.opened == self.instant(10))
    }
}

@Suite(.timeLimit(.minutes(1)))
struct `What is due` {
    @Test func `by time waits until all that was written by then has been read`() async throws {
        try await Office.lending { office in
            try await office.settle()
            office.turn(to: "2021-04-24")
            // Written, and not taken in yet.
            try await office.owners.themeDay("x", at: "c", on: "2021-04-20T14:30:00+08:00")

            try await office.drain()
            let waiting = (try await office.verdict(), try await office.due()["b-1"])
            try await office.takeIn()
            office.clock.advance(by: .milliseconds(50))
            try await office.drain()

            #expect(waiting.0 == "open")
            #expect(waiting.1.map { at("2021-04-24") < $0 && $0 <= at("2021-04-24T00:00:01+08:00") } == true)
            #expect(try await office.verdict() == "due-soon")
        }
    }

    @Test func `waits for longer the longer it waits in vain`() async throws {
        try await Office.lending { office in
            try await office.settle()
            office.turn(to: "2021-04-24")
            try await office.owners.themeDay("x", at: "c", on: "2021-04-20T14:30:00+08:00")

            var waits: [Int64] = []
            for _ in 0..<8 {
                try await office.drain()
                let next = try #require(try await office.due()["b-1"])
                waits.append((next.microseconds - office.clock.now()) / 1_000)
                office.clock.set(next.microseconds)
            }

            #expect(waits == [50, 100, 200, 400, 800, 1_600, 1_600, 1_600])
        }
    }

    @Test func `because of a record does not wait`() async throws {
        try await Office.lending { office in
            try await office.settle()
            office.turn(to: "2021-05-05")
            try await office.owners.watermark("w-1", until: "2021-05-05")
            try await office.takeIn()
            try await office.owners.themeDay("x", at: "c", on: "2021-04-20T14:30:00+08:00")

            try await office.drain()

            #expect(try await office.alerts().count == 2)
        }
    }

    @Test func `reaches every unit of a subtree piece by piece`() async throws {
        try await Office.lending(pieceLimit: 3) { office in
            for number in 2...11 {
                try await office.owners.unit(UnitCode(rawValue: "b-\(number)"), .branch, parent: "g")
            }
            try await office.owners.unit("elsewhere", .branch, parent: nil)
            try await office.settle()
            office.turn(to: "2021-05-05")

            try await office.owners.watermark("w-1", until: "2021-05-05", unit: "g")
            try await office.settle()

            #expect(try await office.alerts().count == 22)
            #expect(try await office.verdict(of: "elsewhere") == "unknown no-source")
            #expect(try await office.due("fan-out").isEmpty)
        }
    }

    @Test func `is found again by the key of its fan-out`() {
        let all: [FanOut] = [
            FanOut(.everything), FanOut(.everything, after: "b-1"), FanOut(.subtree("c")),
            FanOut(.subtree("a \"b\"]"), after: "零"), FanOut(.source("/campus/oa")),
            FanOut(.source("/campus/oa"), after: "b-1"),
        ]

        for fanOut in all { #expect(FanOut(key: fanOut.key) == fanOut) }
        for text in ["", "[]", "{}", #"["subtree"]"#, #"["everything","a","b"]"#, #"["dance","a"]"#] {
            #expect(FanOut(key: text) == nil)
        }
    }

    @Test func `is judged beside what is taken in, without either waiting for the other for ever`() async throws {
        try await Office.lending { office in
            for number in 2...40 {
                try await office.owners.unit(UnitCode(rawValue: "b-\(number)"), .branch, parent: "g")
            }
            try await office.settle()
            office.turn(to: "2021-05-05")
            try await office.owners.watermark("w-1", until: "2021-05-05")

            try await withThrowingTaskGroup(of: Void.self) { work in
                work.addTask { try await office.settle() }
                for round in 0..<5 {
                    work.addTask {
                        for number in (1...40).reversed() {
                            let unit = UnitCode(rawValue: "b-\(number)")
                            try await office.owners.themeDay(
                                "e-\(round)-\(number)", at: unit, on: "2021-04-20T14:30:00+08:00")
                        }
                    }
                }
                for _ in 0..<3 { work.addTask { try await office.drain() } }
                try await work.waitForAll()
            }
            try await office.settle()

            let met = try await office.database.count(
                "SELECT count(*) FROM supervision.verdict WHERE window_from = '2021-04-01' AND verdict = 'met'")
            let standing = try await office.database.count(
                "SELECT count(*) FROM supervision.alert WHERE window_from = '2021-04-01' AND status <> 'resolved'")
            #expect(met == 40)
            #expect(standing == 0)
        }
    }

    @Test func `is everything when the pack is another than before`() async throws {
        try await Office.lending { office in
            let pack = office.handler.judge.pack
            let read = [office.topics.registryJournal.name, office.topics.activityJournal.name]

            let first = try await office.transaction { transaction in
                try await SupervisionService.prepare(for: pack, reading: read, in: transaction)
            }
            let due = try await office.due("fan-out")
            try await office.drain()
            office.turn(to: "2021-04-12")
            let second = try await office.transaction { transaction in
                try await SupervisionService.prepare(for: pack, reading: read, in: transaction)
            }

            #expect(due.keys.sorted() == [#"["everything"]"#])
            #expect(try await office.verdict() == "open")
            #expect(try await office.due("fan-out").isEmpty)
            #expect((first, second) == (day("2021-04-10"), day("2021-04-10")))
        }
    }
}
