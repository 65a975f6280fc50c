import Kafka
import Kit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `A reader` {
    @Test(arguments: Cluster.available)
    func `finds the records at given offsets, and not those that are not there`(cluster: Cluster) async throws {
        try await cluster.running(["a": 3]) { world in
            try await world.fill(world.partition(0), 0..<10)
            try await world.fill(world.partition(1), 0..<10)

            let found = try await Reader.opening(world.group, settings: world.settings) { reader in
                try await reader.records(
                    at: [world.partition(0): 9, world.partition(1): 10, world.partition(2): 50])
            }

            #expect(found.mapValues(\.number) == [world.partition(0): 9])
        }
    }

    @Test(arguments: Cluster.available)
    func `reads from the end that the broker tells`(cluster: Cluster) async throws {
        try await cluster.running(["a": 1]) { world in
            let partition = world.partition(0)
            try await world.fill(partition, 0..<10)

            let (ends, records) = try await Reader.opening(world.group, settings: world.settings) { reader in
                let ends = try await reader.ends(of: [partition])
                try await reader.read([partition: .offset((ends[partition]?.high ?? 0) - 2)])
                var records: [Record] = []
                _ = try await eventually {
                    records += try await reader.nextBatch().records
                    return records.count >= 2
                }
                return (ends, records)
            }

            #expect(ends[partition]?.low == 0 && ends[partition]?.high == 10)
            #expect(records.map(\.number) == [8, 9])
        }
    }
}
