import Kafka
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `A broker` {
    @Test(arguments: Cluster.available)
    func `returns keys, values and headers exactly as they were sent`(cluster: Cluster) async throws {
        try await cluster.running(["a": 1]) { world in
            let sent = [
                OutgoingRecord(
                    topic: world.topic("a"), key: [1, 0, 255], value: Array("naïve 🦊".utf8),
                    headers: [
                        Header(name: "ce_id", text: "1"), Header(name: "ce_id", text: "2"),
                        Header(name: "none", value: nil), Header(name: "", value: []),
                    ], timestampMilliseconds: 1_625_000_000_123),
                OutgoingRecord(topic: world.topic("a"), key: Array("tombstone".utf8), value: nil),
                OutgoingRecord(topic: world.topic("a"), key: [], value: []),
                OutgoingRecord(topic: world.topic("a"), value: [0]),
            ]
            let producer = try Producer(settings: world.settings)
            let outcomes = await producer.send(sent)
            await producer.close(within: .seconds(10))

            let received = try await world.joining { try await $0.collect(4) }

            #expect(try outcomes.map { try $0.get().offset } == [0, 1, 2, 3])
            try #require(received.count == 4)
            for (one, other) in zip(sent, received) {
                #expect(other.keyBytes == one.key)
                #expect(other.valueBytes == one.value)
                #expect(other.headers == one.headers)
                #expect(other.topicPartition == world.partition(0))
            }
            #expect(received[0].timestampMilliseconds == 1_625_000_000_123)
            #expect(received.map(\.offset) == [0, 1, 2, 3])
        }
    }

    @Test(arguments: Cluster.available)
    func `lends the bytes of a record without copying them`(cluster: Cluster) async throws {
        try await cluster.running(["a": 1]) { world in
            let header = Header(name: "kind", text: "met")
            let record = OutgoingRecord(topic: world.topic("a"), key: [7], value: [8, 9], headers: [header])
            let producer = try Producer(settings: world.settings)
            _ = try await producer.send(record)
            await producer.close(within: .seconds(10))

            let received = try await world.joining { try await $0.collect(1) }

            let first = try #require(received.first)
            let (key, value) = (first.key, first.value)
            #expect(key?.count == 1 && key?[0] == 7)
            #expect(value?.count == 2 && value?[1] == 9 && first.valueCount == 2)
            #expect(first.headerCount == 1)
            #expect(first.headerName(0)[0] == UInt8(ascii: "k"))
            #expect(first.headerValue(0)?.count == 3)
        }
    }

    @Test(arguments: Cluster.available)
    func `keeps the order of a batch in each partition`(cluster: Cluster) async throws {
        try await cluster.running(["a": 3]) { world in
            let records = (0..<3_000).map {
                OutgoingRecord(topic: world.topic("a"), partition: Int32($0 % 3), value: Array("\($0)".utf8))
            }
            let producer = try Producer(settings: world.settings, inFlight: 500)

            let outcomes = await producer.send(records)
            await producer.close(within: .seconds(10))
            let received = try await world.joining { try await $0.collect(3_000) }

            for partition in Int32(0)..<3 {
                let expected = (0..<3_000).filter { Int32($0 % 3) == partition }
                let offsets = try stride(from: Int(partition), to: 3_000, by: 3).map { try outcomes[$0].get().offset }
                #expect(offsets == Array(0..<1_000))
                #expect(received.filter { $0.topicPartition.partition == partition }.map(\.number) == expected)
            }
        }
    }

    @Test(arguments: Cluster.available)
    func `carries a record of twenty megabytes`(cluster: Cluster) async throws {
        try await cluster.running(["a": 1]) { world in
            let value = [UInt8](repeating: 0x61, count: 20 << 20)
            let producer = try Producer(settings: world.settings)
            _ = try await producer.send(OutgoingRecord(topic: world.topic("a"), value: value))
            await producer.close(within: .seconds(10))

            let received = try await world.joining { try await $0.collect(1) }

            #expect(received.first?.valueCount == value.count)
        }
    }

    @Test(arguments: Cluster.available)
    func `tells its id, its topics and the ends of their partitions`(cluster: Cluster) async throws {
        try await cluster.running(["a": 3, "b": 1]) { world in
            try await world.fill(world.partition(1), 0..<5)
            let admin = Admin(settings: world.settings)

            let id = try await admin.clusterID()
            let again = try await admin.clusterID()
            let topics = try await admin.metadata([world.topic("a"), world.topic("b"), "there-is-none"])
            let ends = try await admin.ends(of: world.topic("a"))

            #expect(!id.isEmpty && id == again)
            #expect(Set(topics.map(\.name)) == [world.topic("a"), world.topic("b")])
            #expect(topics.first { $0.name == world.topic("a") }?.partitions.map(\.id) == [0, 1, 2])
            #expect(topics.allSatisfy { $0.error == nil && $0.partitions.allSatisfy { $0.leader != nil } })
            #expect(ends.mapValues(\.high) == [0: 0, 1: 5, 2: 0])
            #expect(ends.values.allSatisfy { $0.low == 0 })
        }
    }

    @Test(arguments: Cluster.available)
    func `has no ends for a topic that is not there`(cluster: Cluster) async throws {
        try await cluster.running(["a": 1]) { world in
            let error = await #expect(throws: KafkaError.self) {
                try await Admin(settings: world.settings).ends(of: "there-is-none")
            }

            #expect(error?.name == "UNKNOWN_TOPIC_OR_PART")
        }
    }

    @Test(.enabled(if: Cluster.address != nil, "GUOYING_TEST_KAFKA is not set"))
    func `takes an order for a topic twice`() async throws {
        try await Cluster.apache.running(["a": 2]) { world in
            let admin = Admin(settings: world.settings)

            try await admin.createTopics([NewTopic(name: world.topic("a"), partitions: 2)])
            let error = await #expect(throws: KafkaError.self) {
                try await admin.createTopics([NewTopic(name: "not a name", partitions: 1)])
            }

            #expect(error?.reaction == .reject)
            #expect(error?.operation == "create topic not a name")
            #expect(try await admin.metadata([world.topic("a")]).first?.partitions.count == 2)
        }
    }
}
