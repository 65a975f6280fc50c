import FoundationEssentials
import Kit
import Synchronization
import Testing

@testable import Kafka

@Suite(.timeLimit(.minutes(1)))
struct `A consumer` {
    @Test(arguments: Cluster.available)
    func `starts where its rebalancing says`(cluster: Cluster) async throws {
        try await cluster.running(["a": 3]) { world in
            for partition in Int32(0)..<3 { try await world.fill(world.partition(partition), 0..<10) }
            let starts: [TopicPartition: Start] = [
                world.partition(0): .offset(7), world.partition(1): .beginning, world.partition(2): .offset(10),
            ]
            let rebalances = Rebalances { _ in starts }

            let (records, positions) = try await world.joining(rebalances) { consumer in
                let records = try await consumer.collect(13)
                return (records, await consumer.positions)
            }

            #expect(records.filter { $0.topicPartition.partition == 0 }.map(\.number) == [7, 8, 9])
            #expect(records.filter { $0.topicPartition.partition == 1 }.map(\.number) == Array(0..<10))
            #expect(records.count == 13)
            #expect(positions == [0, 1, 2].reduce(into: [:]) { $0[world.partition($1)] = .offset(10) })
        }
    }

    @Test(arguments: Cluster.available)
    func `says when it has reached the end of a partition`(cluster: Cluster) async throws {
        try await cluster.running(["a": 2]) { world in
            try await world.fill(world.partition(1), 0..<4)

            let ends = try await world.joining { consumer in
                var ends: [TopicPartition: Int64] = [:]
                _ = try await consumer.first { batch in
                    ends.merge(batch.ends) { $1 }
                    return ends.count == 2
                }
                return ends
            }

            #expect(ends == [world.partition(0): 0, world.partition(1): 4])
        }
    }

    @Test(arguments: Cluster.available)
    func `leaves in time, however many leave at once`(cluster: Cluster) async throws {
        try await cluster.running(["a": 3]) { world in
            try await world.fill(world.partition(0), 0..<1)
            let lines = Mutex<[LogLine]>([])
            var settings = world.member
            settings.log = { line in lines.withLock { $0.append(line) } }

            try await withThrowingTaskGroup(of: Void.self) { [settings] group in
                for number in 1...40 {
                    group.addTask {
                        _ = try await Consumer.joining(
                            "\(world.group)-\(number)", topics: [world.topic("a")], settings: settings,
                            rebalancing: Rebalances(), leaving: .seconds(10)
                        ) { try await $0.collect(1) }
                    }
                }
                try await group.waitForAll()
            }

            #expect(lines.withLock { $0.filter { $0.facility == "CLOSE" } }.map(\.text) == [])
        }
    }

    @Test(arguments: Cluster.available)
    func `leaves the group when its body throws`(cluster: Cluster) async throws {
        try await cluster.running(["a": 2]) { world in
            struct Stop: Error {}
            let rebalances = Rebalances()

            await #expect(throws: Stop.self) {
                try await world.joining(rebalances) { consumer in
                    _ = try await consumer.first { _ in !rebalances.held.isEmpty }
                    throw Stop()
                }
            }

            let both = [world.partition(0), world.partition(1)]
            #expect(rebalances.events == [.assigned(both), .revoked(both, .orderly)])
        }
    }

    @Test(arguments: Cluster.available)
    func `keeps an unread record while a partition is paused`(cluster: Cluster) async throws {
        try await cluster.running(["a": 2]) { world in
            for partition in Int32(0)..<2 { try await world.fill(world.partition(partition), 0..<2_000) }

            let (paused, before, during, after) = try await world.joining { consumer in
                let before = try await consumer.collect(100)
                try await consumer.pause([world.partition(0)])
                var during: [Record] = []
                while let batch = try await consumer.first(within: .seconds(2), where: { !$0.records.isEmpty }) {
                    during += batch.records
                }
                let paused = await consumer.paused
                try await consumer.resume([world.partition(0)])
                return (paused, before, during, try await consumer.collect(4_000 - before.count - during.count))
            }

            #expect(paused == [world.partition(0)])
            #expect(during.allSatisfy { $0.topicPartition == world.partition(1) })
            for partition in Int32(0)..<2 {
                let numbers = (before + during + after).filter { $0.topicPartition.partition == partition }
                #expect(numbers.map(\.number) == Array(0..<2_000))
            }
        }
    }

    @Test(arguments: Cluster.available)
    func `reads each record once more for each time it seeks back`(cluster: Cluster) async throws {
        try await cluster.running(["a": 1]) { world in
            try await world.fill(world.partition(0), 0..<5_000)

            let rounds = try await world.joining { consumer in
                _ = try await consumer.collect(1_000)
                var rounds: [[Int]] = []
                for round in 0..<20 {
                    // Paused or not, with librdkafka's queue full of what comes later.
                    if round % 2 == 0 { try await consumer.pause([world.partition(0)]) }
                    try await consumer.seek([world.partition(0): .offset(Int64(round))])
                    if round % 2 == 0 { try await consumer.resume([world.partition(0)]) }
                    rounds.append(try await consumer.collect(50).map(\.number))
                }
                return rounds
            }

            for (round, numbers) in rounds.enumerated() { #expect(numbers == Array(round..<round + 50)) }
        }
    }

    @Test(arguments: Cluster.available)
    func `makes an offset out of range a fault of its partition alone`(cluster: Cluster) async throws {
        try await cluster.running(["a": 2]) { world in
            for partition in Int32(0)..<2 { try await world.fill(world.partition(partition), 0..<3) }
            let rebalances = Rebalances { _ in
                [world.partition(0): .offset(99), world.partition(1): .beginning]
            }

            let (fault, paused, others, mended) = try await world.joining(rebalances) { consumer in
                var others: [Record] = []
                let batch = try await consumer.first { batch in
                    others += batch.records
                    return !batch.faults.isEmpty
                }
                let paused = await consumer.paused
                others += try await consumer.collect(3 - others.count)
                try await consumer.seek([world.partition(0): .beginning])
                try await consumer.resume([world.partition(0)])
                return (batch?.faults.first, paused, others, try await consumer.collect(3))
            }

            #expect(fault?.partition == world.partition(0))
            #expect(fault?.error.reaction == .reject)
            #expect(fault?.offset == 99)
            #expect(paused == [world.partition(0)])
            #expect(others.map(\.topicPartition) == Array(repeating: world.partition(1), count: 3))
            #expect(mended.map(\.topicPartition) == Array(repeating: world.partition(0), count: 3))
        }
    }

    @Test(arguments: Cluster.available)
    func `holds a partition without reading it when it is given no start`(cluster: Cluster) async throws {
        try await cluster.running(["a": 2]) { world in
            for partition in Int32(0)..<2 { try await world.fill(world.partition(partition), 0..<3) }
            let rebalances = Rebalances { _ in [world.partition(1): .beginning] }

            let (paused, first, second) = try await world.joining(rebalances) { consumer in
                var first = try await consumer.collect(3)
                // Nothing else comes, as long as one cares to ask.
                first += try await consumer.collect(1, within: .seconds(2))
                let paused = await consumer.paused
                try await consumer.seek([world.partition(0): .offset(1)])
                try await consumer.resume([world.partition(0)])
                return (paused, first, try await consumer.collect(2))
            }

            #expect(paused == [world.partition(0)])
            #expect(first.map(\.topicPartition) == Array(repeating: world.partition(1), count: 3))
            #expect(second.map(\.number) == [1, 2])
        }
    }

    @Test func `waits on a thread of its own`() async throws {
        try await Cluster.embedded.running(["a": 1]) { world in
            let name = try await world.joining { try await $0.threadName() }

            #expect(name.hasPrefix("kafka.group"))
        }
    }

    @Test func `hands statistics and logs to closures`() async throws {
        try await Cluster.embedded.running(["a": 1]) { world in
            let documents = Mutex<[[UInt8]]>([])
            var settings = world.member
            settings.options["statistics.interval.ms"] = "50"
            settings.statistics = { document in documents.withLock { $0.append(document) } }

            let hasSome = try await Consumer.joining(
                world.group, topics: [world.topic("a")], settings: settings, rebalancing: Rebalances()
            ) { consumer in
                try await eventually {
                    _ = try await consumer.nextBatch()
                    return documents.withLock { !$0.isEmpty }
                }
            }

            #expect(hasSome)
            #expect(documents.withLock { $0.first?.first } == UInt8(ascii: "{"))
        }
    }

    @Test func `refuses an option that librdkafka does not know by its name`() async throws {
        let error = await #expect(throws: KafkaError.self) {
            try await Consumer.joining(
                "group", topics: ["a"], settings: ["no.such.option": "secret"], rebalancing: Rebalances()
            ) { _ in }
        }

        #expect(error?.operation == "set no.such.option")
        #expect(error?.reaction == .reject)
        #expect(error.map { !"\($0)".contains("secret") } == true)
    }

    @Test func `refuses an option that its promises rest on`() async throws {
        let error = await #expect(throws: KafkaError.self) {
            try await Consumer.joining(
                "group", topics: ["a"], settings: ["enable.auto.commit": "true"], rebalancing: Rebalances()
            ) { _ in }
        }

        #expect(error?.operation == "set enable.auto.commit")
    }
}

extension Consumer {
    /// The name of the thread that this actor runs on.
    func threadName() throws -> String { try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8) }
}
