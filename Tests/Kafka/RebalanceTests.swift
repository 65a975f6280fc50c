import Kafka
import Kit
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2)))
struct `A rebalance` {
    @Test(arguments: Cluster.available)
    func `divides the partitions between two members and reads nothing twice`(cluster: Cluster) async throws {
        try await cluster.running(["a": 4]) { world in
            for partition in Int32(0)..<4 { try await world.fill(world.partition(partition), 0..<100) }
            let shared = SharedPositions()

            try await withThrowingTaskGroup(of: Void.self) { group in
                let first = shared.member()
                group.addTask { try await shared.read(world, first) }
                _ = try await eventually(within: .seconds(30)) { shared.readCount == 400 }
                let second = shared.member()
                group.addTask { try await shared.read(world, second) }
                let isDivided = try await eventually(within: .seconds(40)) {
                    first.held.count == 2 && second.held.count == 2
                }
                #expect(isDivided)
                #expect(Set(first.held + second.held).count == 4)
                for partition in Int32(0)..<4 { try await world.fill(world.partition(partition), 100..<200) }
                _ = try await eventually(within: .seconds(20)) { shared.readCount >= 800 }
                group.cancelAll()
            }

            #expect(shared.readCount == 800)
            for partition in Int32(0)..<4 {
                #expect(shared.numbers(of: world.partition(partition)) == Array(0..<200))
            }
        }
    }

    @Test(arguments: Cluster.available)
    func `that is not answered well takes nothing, until it is asked again`(cluster: Cluster) async throws {
        try await cluster.running(["a": 1]) { world in
            struct NoFence: Error {}
            try await world.fill(world.partition(0), 0..<3)
            let hasFailed = Mutex(false)
            let rebalances = Rebalances { partitions in
                guard
                    hasFailed.withLock({ hasFailed in
                        defer { hasFailed = true }
                        return hasFailed
                    })
                else { throw NoFence() }
                return [partitions[0]: .offset(1)]
            }

            let (error, records) = try await world.joining(rebalances) { consumer in
                let error = await #expect(throws: KafkaError.self) { _ = try await consumer.first { _ in false } }
                try await consumer.rejoin()
                return (error, try await consumer.collect(2))
            }

            #expect(error?.name == "_APPLICATION")
            #expect(error?.reason.contains("NoFence") == true)
            #expect(records.map(\.number) == [1, 2])
        }
    }

    @Test func `waits for its answer no longer than its patience`() async throws {
        try await Cluster.embedded.running(["a": 1]) { world in
            let rebalances = Rebalances(patience: .milliseconds(200)) { _ in
                try await Task.sleep(for: .seconds(60))
                return [:]
            }

            let error = await #expect(throws: KafkaError.self) {
                try await world.joining(rebalances) { _ = try await $0.first { _ in false } }
            }

            #expect(error?.reason.contains("took longer than") == true)
        }
    }

    @Test(arguments: Cluster.available)
    func `gives everything back and takes it again when a member rejoins`(cluster: Cluster) async throws {
        try await cluster.running(["a": 2]) { world in
            for partition in Int32(0)..<2 { try await world.fill(world.partition(partition), 0..<10) }
            let rebalances = Rebalances()

            let (first, second) = try await world.joining(rebalances) { consumer in
                let first = try await consumer.collect(20)
                try await consumer.rejoin()
                return (first, try await consumer.collect(20))
            }

            let both = [world.partition(0), world.partition(1)]
            #expect(first.count == 20 && second.count == 20)
            #expect(
                rebalances.events == [
                    .assigned(both), .revoked(both, .orderly), .assigned(both), .revoked(both, .orderly),
                ])
        }
    }

    @Test(arguments: Cluster.available)
    func `says that partitions are lost when nobody has polled for too long`(cluster: Cluster) async throws {
        try await cluster.running(["a": 1]) { world in
            let rebalances = Rebalances()
            var settings = world.member
            settings.options["max.poll.interval.ms"] = "6000"

            try await Consumer.joining(
                world.group, topics: [world.topic("a")], settings: settings, rebalancing: rebalances
            ) { consumer in
                _ = try await consumer.first { _ in !rebalances.held.isEmpty }
                // Not to wait for anything: this is the handler that is too slow.
                try await Task.sleep(for: .seconds(8))
                _ = try await consumer.first { _ in rebalances.events.count > 1 }
            }

            #expect(rebalances.events.dropFirst().first == .revoked([world.partition(0)], .lost))
        }
    }

    @Test(arguments: Cluster.available)
    func `lets work on a revoked partition end first`(cluster: Cluster) async throws {
        try await cluster.running(["a": 1]) { world in
            try await world.fill(world.partition(0), 0..<1)
            let work = SlowWork()

            try await Consumer.joining(
                world.group, topics: [world.topic("a")], settings: world.member, rebalancing: work
            ) { consumer in
                _ = try await consumer.collect(1)
            }

            #expect(work.hasEnded.withLock { $0 })
        }
    }
}

/// Work that takes a moment longer than the revocation that waits for it.
private final class SlowWork: Rebalancing {
    let hasEnded = Mutex(false)

    func assigned(_ partitions: [TopicPartition]) async throws -> [TopicPartition: Start] {
        Dictionary(uniqueKeysWithValues: partitions.map { ($0, .beginning) })
    }

    func revoked(_ partitions: [TopicPartition], _ revocation: Revocation) async {
        try? await Task.sleep(for: .milliseconds(300))
        self.hasEnded.withLock { $0 = true }
    }
}

/// Positions as a database would keep them: taken on assignment, moved with what was read.
private final class SharedPositions: Sendable {
    private struct State {
        var positions: [TopicPartition: Int64] = [:]
        var numbers: [TopicPartition: [Int]] = [:]
    }

    private let state = Mutex(State())

    var readCount: Int { self.state.withLock { $0.numbers.values.reduce(0) { $0 + $1.count } } }

    func numbers(of partition: TopicPartition) -> [Int] { self.state.withLock { $0.numbers[partition] ?? [] } }

    func member() -> Rebalances {
        Rebalances { partitions in
            self.state.withLock { state in
                Dictionary(uniqueKeysWithValues: partitions.map { ($0, .offset(state.positions[$0] ?? 0)) })
            }
        }
    }

    func read(_ world: World, _ member: Rebalances) async throws {
        try await world.joining(member) { consumer in
            for try await batch in consumer.batches(records: 17) {
                self.state.withLock { state in
                    for record in batch.records {
                        state.positions[record.topicPartition] = record.offset + 1
                        state.numbers[record.topicPartition, default: []].append(record.number)
                    }
                }
            }
        }
    }
}
