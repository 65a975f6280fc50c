import Kafka
import Kit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `An unreadable batch` {
    /// What is wrong with a batch, for the report of a test.
    enum Damage: String, CaseIterable, CustomTestStringConvertible {
        case wrongChecksum, garbledZstd, garbledGzip, cutShort

        var testDescription: String { self.rawValue }

        var batch: RawBatch {
            let record = RawBatch.record([1, 2, 3])
            return switch self {
            case .wrongChecksum: RawBatch(payload: record, hasWrongChecksum: true)
            case .garbledZstd: RawBatch(codec: .zstd, payload: [UInt8](repeating: 7, count: 40))
            case .garbledGzip: RawBatch(codec: .gzip, payload: [UInt8](repeating: 7, count: 40))
            case .cutShort: RawBatch(payload: Array(record.dropLast(2)))
            }
        }
    }

    @Test(arguments: Damage.allCases)
    func `is a fault that stops its partition, which can be passed`(damage: Damage) async throws {
        try await Cluster.embedded.running(["a": 1]) { world in
            let partition = world.partition(0)
            try await world.fill(partition, 0..<1)
            let address = try #require(world.options["bootstrap.servers"])
            #expect(damage.batch.send(to: address, topic: partition.topic))
            try await world.fill(partition, 1..<2)

            var settings = world.member
            settings.stallLimit = .seconds(5)

            let (fault, seen) = try await Consumer.joining(
                world.group, topics: [partition.topic], settings: settings, rebalancing: Rebalances()
            ) { consumer in
                var seen: [Record] = []
                let batch = try await consumer.first { batch in
                    seen += batch.records
                    return !batch.faults.isEmpty
                }
                try await consumer.seek([partition: .offset(2)])
                try await consumer.resume([partition])
                return (batch?.faults.first, seen + (try await consumer.collect(1)))
            }

            #expect(fault?.partition == partition)
            #expect(fault?.offset == 1)
            #expect(fault?.error.reaction == .reject)
            #expect(seen.map(\.offset) == [0, 2])
        }
    }

    @Test func `that says too many records leaves a gap, which is legal in a log`() async throws {
        try await Cluster.embedded.running(["a": 1]) { world in
            let batch = RawBatch(recordCount: 3, payload: RawBatch.record(Array("7".utf8)))
            #expect(batch.send(to: try #require(world.options["bootstrap.servers"]), topic: world.topic("a")))
            try await world.fill(world.partition(0), 8..<9)

            let records = try await world.joining { try await $0.collect(2) }

            #expect(records.map(\.number) == [7, 8])
            #expect(records.map(\.offset) == [0, 3])
        }
    }
}
