import Domain
import Facts
import Kit
import Messages
import Postgres
import ServiceKit
import Testing

@testable import Kafka
@testable import Pipeline
@testable import Supervision

@Suite struct `The gate` {
    private func instant(_ seconds: Int64) -> Instant { Instant(microseconds: seconds * 1_000_000) }

    @Test func `is closed at first, and never opens less far`() {
        let gate = Gate()

        let first = gate.opened
        gate.open(upTo: self.instant(10))
        gate.open(upTo: self.instant(5))

        #expect(first == nil)
        #expect(gate.opened == self.instant(10))
    }
}

@Suite(.timeLimit(.minutes(1)))
struct `What is due` {
    @Test func `by time waits until all that was written by then has been read`() async throws {
        try await Office.lending { office in
            try await office.settle()
            let before = try await office.due()["b-1"]
            office.turn(to: "2021-04-24")
            // Written, and not taken in yet.
            try await office.owners.themeDay("x", at: "c", on: "2021-04-20T14:30:00+08:00")

            try await office.drain()
            let waiting = (try await office.verdict(), try await office.due()["b-1"])
            try await office.takeIn()
            try await office.drain()

            #expect(waiting.0 == "open" && waiting.1 == before)
            #expect(try await office.verdict() == "due-soon")
        }
    }

    @Test func `by time waits until all that was sent by then has been taken in`() async throws {
        try await Office.lending { office in
            try await office.settle()
            office.turn(to: "2021-04-24")
            let intake = TopicPartition(topic: office.topics.activityIntake.name, partition: 3)
            let commands = TopicPartition(topic: office.topics.supervisionCommands.name, partition: 0)
            let sent = [intake: PartitionEnds(low: 0, high: 5), commands: PartitionEnds(low: 0, high: 1)]

            var missing: [[String]] = []
            for (schema, partition, position) in [("activity", intake, 4), ("supervision", commands, 1)] {
                missing.append(try await office.openGate(sent: sent).parts)
                try await office.drainUpToTheGate()
                _ = try await office.database.run(
                    """
                    INSERT INTO \(identifier: schema).position (cluster, topic, partition, epoch, position, owner)
                    VALUES (\(Office.cluster), \(partition.topic), \(partition.partition), 1,
                        \(Int64(position)), 'test')
                    """)
            }
            missing.append(try await office.openGate(sent: sent).parts)
            let waiting = try await office.verdict()
            _ = try await office.database.run("UPDATE activity.position SET position = 5")
            let last = try await office.openGate(sent: sent)
            try await office.drainUpToTheGate()

            #expect(
                missing == [
                    ["5 records of \(intake.topic)", "1 record of \(commands.topic)"],
                    ["1 record of \(intake.topic)", "1 record of \(commands.topic)"], ["1 record of \(intake.topic)"],
                ])
            #expect(waiting == "open" && last.isEmpty)
            #expect(try await office.verdict() == "due-soon")
        }
    }

    @Test func `because of a record is judged at once, and raised when all that was sent has been taken in`()
        async throws
    {
        try await Office.lending { office in
            try await office.settle()
            office.turn(to: "2021-05-05")
            try await office.owners.watermark("w-1", until: "2021-05-05")
            try await office.settle()
            try await office.owners.themeDay("april", at: "b-1", on: "2021-04-20T14:30:00+08:00")
            try await office.takeIn()
            let resolved = try await office.alerts()
            office.turn(to: "2021-05-05T09:00:00+08:00")
            try await office.owners.retract("april", at: "b-1", on: "2021-04-20T14:30:00+08:00", by: "r-1")
            try await office.takeIn()
            try await office.owners.themeDay("again", at: "b-1", on: "2021-04-21T14:30:00+08:00")
            try await office.drain()

            let held = try await office.alerts()
            try await office.takeIn()
            let mended = try await office.alerts()
            try await office.owners.retract("again", at: "b-1", on: "2021-04-21T14:30:00+08:00", by: "r-2")
            try await office.settle()

            let march = "b-1 2021-03-01 v1 raised breach not-met"
            #expect(resolved == [march, "b-1 2021-04-01 v2 resolved breach met"])
            #expect(held == resolved && mended == resolved)
            #expect(try await office.alerts() == [march, "b-1 2021-04-01 v3 raised breach not-met"])
        }
    }

    @Test func `is raised although its unit is touched again and again before all is taken in`() async throws {
        try await Office.lending { office in
            try await office.settle()
            office.turn(to: "2021-05-05")
            try await office.owners.themeDay("april", at: "b-1", on: "2021-04-20T14:30:00+08:00")
            try await office.owners.watermark("w-1", until: "2021-05-05")
            try await office.settle()
            office.turn(to: "2021-05-05T09:00:00+08:00")
            try await office.owners.retract("april", at: "b-1", on: "2021-04-20T14:30:00+08:00", by: "r-1")
            try await office.takeIn()
            for second in 1...3 {
                office.turn(to: "2021-05-05T09:00:0\(second)+08:00")
                try await office.owners.members(20 + Int32(second), of: "b-1")
                try await office.takeIn()
            }

            try await office.drainUpToTheGate()
            let held = try await office.alerts()
            office.gate.open(upTo: at("2021-05-05T09:00:00+08:00"))
            try await office.drainUpToTheGate()

            #expect(!held.contains { $0.contains("2021-04-01") && $0.contains("raised") })
            #expect(try await office.alerts().contains { $0.contains("2021-04-01") && $0.contains("raised breach") })
        }
    }

    @Test func `because of a record announces nothing that time has brought about meanwhile`() async throws {
        try await Office.lending { office in
            try await office.settle()
            office.turn(to: "2021-04-24")
            try await office.owners.members(20, of: "b-1")

            try await office.takeIn()
            let (verdict, held) = (try await office.verdict(), try await office.alerts())
            try await office.drain()

            #expect(verdict == "due-soon" && held.isEmpty)
            #expect(try await office.alerts() == ["b-1 2021-04-01 v1 raised reminder due-soon"])
        }
    }

    @Test func `after an outage announces only what was so already when all was settled`() async throws {
        try await Office.lending { office in
            try await office.settle()
            // All that had been sent by the 24th is taken in now, two months later; what was sent since is not.
            office.turn(to: "2021-06-29")
            office.gate.open(upTo: at("2021-04-24"))

            try await office.drainUpToTheGate()
            let held = (try await office.verdict(from: "2021-06-01"), try await office.published())
            try await office.drain()

            #expect(held.0 == "due-soon" && held.1.isEmpty)
            #expect(try await office.published() == ["1 raised reminder due-soon"])
            #expect(try await office.alerts(of: "action-summary").count == 1)
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
                try await SupervisionService.prepare(for: pack, goLive: nil, reading: read, in: transaction)
            }
            let due = try await office.due("fan-out")
            // What the register says is published; the new pack has looked at it without reading that.
            _ = try await office.owners.newRecords(for: Office.cluster)
            try await office.drain()
            office.turn(to: "2021-04-12")
            let second = try await office.transaction { transaction in
                try await SupervisionService.prepare(for: pack, goLive: nil, reading: read, in: transaction)
            }

            #expect(due.keys.sorted() == [#"["everything"]"#])
            #expect(try await office.verdict() == "open")
            #expect(try await office.due("fan-out").isEmpty)
            #expect((first, second) == (day("2021-04-10"), day("2021-04-10")))
        }
    }
}
