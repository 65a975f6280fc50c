import Kit
import Synchronization
import Testing

@testable import Kafka

@Suite(.timeLimit(.minutes(1)))
struct `A producer` {
    @Test func `says which record could not be delivered when the broker is gone`() async throws {
        let (isConnected, error) = try await BrokerProcess.lending(["a": 1]) { broker in
            let producer = try Producer(
                settings: ["bootstrap.servers": broker.address, "delivery.timeout.ms": "3000", "linger.ms": "0"])
            let isConnected = try await eventually {
                (try? await producer.send(OutgoingRecord(topic: "a", value: [1]))) != nil
            }
            await broker.program.stop()
            let error = await #expect(throws: KafkaError.self) {
                _ = try await producer.send(OutgoingRecord(topic: "a", value: [2]))
            }
            await producer.close(within: .seconds(1))
            return (isConnected, error)
        }

        #expect(isConnected)
        #expect(error?.name == "_MSG_TIMED_OUT")
        #expect(error?.reaction == .retry)
    }

    @Test func `answers everyone when it is closed, in flight or in line`() async throws {
        let producer = try Producer(settings: ["bootstrap.servers": "127.0.0.1:9"], inFlight: 5)

        let outcomes = await withTaskGroup(of: [Result<Delivery, KafkaError>].self) { group in
            for number in UInt8(0)..<25 {
                group.addTask {
                    await producer.send([OutgoingRecord(topic: "a", partition: 0, value: [number])])
                }
            }
            await producer.close(within: .milliseconds(200))
            return await group.reduce(into: []) { $0 += $1 }
        }
        let late = await producer.send([OutgoingRecord(topic: "a", value: [])])

        #expect(outcomes.count == 25)
        #expect(outcomes.allSatisfy { (try? $0.get()) == nil })
        #expect(throws: KafkaError.self) { try late.first?.get() }
    }

    @Test func `answers a batch larger than its limit when it is closed in between`() async throws {
        let producer = try Producer(settings: ["bootstrap.servers": "127.0.0.1:9"], inFlight: 3)
        async let sending = producer.send(
            (0..<10).map { OutgoingRecord(topic: "a", partition: 0, value: [UInt8($0)]) })

        await producer.close(within: .zero)
        let outcomes = await sending

        #expect(outcomes.count == 10)
        #expect(outcomes.allSatisfy { (try? $0.get()) == nil })
    }

    @Test func `makes a new client when its own is broken for good`() async throws {
        try await Cluster.embedded.running(["a": 1]) { world in
            let lines = Mutex<[LogLine]>([])
            var settings = world.settings
            settings.log = { line in lines.withLock { $0.append(line) } }
            settings.options["linger.ms"] = "5000"
            let producer = try Producer(settings: settings)
            async let sending = producer.send(
                (0..<10).map { OutgoingRecord(topic: world.topic("a"), partition: 0, value: [UInt8($0)]) })
            _ = try await eventually { !producer.loop.inFlight.isIdle }

            producer.breakIdempotence()
            let broken = await sending
            let isMended = try await eventually {
                let outcome = await producer.send([OutgoingRecord(topic: world.topic("a"), value: [1])]).first
                return (try? outcome?.get()) != nil
            }
            await producer.close(within: .seconds(5))

            #expect(broken.count == 10)
            for outcome in broken {
                #expect(throws: KafkaError.self) { try outcome.get() }
                if case .failure(let error) = outcome {
                    #expect(error.reaction == .fatal)
                    #expect(error.reason.contains("OUT_OF_ORDER_SEQUENCE_NUMBER"))
                }
            }
            #expect(isMended)
            #expect(lines.withLock { $0.contains { $0.facility == "FATAL" } })
        }
    }

    @Test(arguments: Cluster.available)
    func `carries more records than may be under way at once`(cluster: Cluster) async throws {
        try await cluster.running(["a": 1]) { world in
            let producer = try Producer(settings: world.settings, inFlight: 7)

            let offsets = try await withThrowingTaskGroup(of: Int64.self) { group in
                for number in 0..<500 {
                    group.addTask {
                        let value = Array("\(number)".utf8)
                        return try await producer.send(OutgoingRecord(topic: world.topic("a"), value: value)).offset
                    }
                }
                return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
            }
            await producer.close(within: .seconds(5))

            #expect(offsets == Set(0..<500))
        }
    }

    @Test(arguments: Cluster.available)
    func `puts a key where Java's clients put it`(cluster: Cluster) async throws {
        try await cluster.running(["a": 48]) { world in
            let producer = try Producer(settings: world.settings)
            // The hashes are those of Kafka's own test of its default partitioner.
            let known: [String: Int32] = ["21": -973_932_308, "foobar": -790_332_482, "abc": 479_470_107]

            for (key, hash) in known {
                let record = OutgoingRecord(topic: world.topic("a"), key: Array(key.utf8), value: [])
                let delivery = try await producer.send(record)

                #expect(delivery.partition == (hash & 0x7fff_ffff) % 48)
            }
            await producer.close(within: .seconds(5))
        }
    }

    @Test func `refuses what cannot be sent, and sends the rest`() async throws {
        try await Cluster.embedded.running(["a": 1]) { world in
            var settings = world.settings
            settings.options["message.max.bytes"] = "1000"
            let producer = try Producer(settings: settings)
            let small = OutgoingRecord(topic: world.topic("a"), value: [1])
            let large = OutgoingRecord(
                topic: world.topic("a"), value: [UInt8](repeating: 1, count: 2_000),
                headers: [Header(name: "h", value: [1])])

            let outcomes = await producer.send([small, large, small])
            await producer.close(within: .seconds(5))

            #expect(try outcomes[0].get().offset == 0)
            #expect(try outcomes[2].get().offset == 1)
            let error = #expect(throws: KafkaError.self) { try outcomes[1].get() }
            #expect(error?.name == "MSG_SIZE_TOO_LARGE")
            #expect(error?.reaction == .reject)
        }
    }

    @Test func `ends its thread and its client when nobody holds it any more`() async throws {
        weak var loop: DeliveryLoop?
        do {
            let producer = try Producer(settings: ["bootstrap.servers": "127.0.0.1:9"])
            loop = producer.loop
        }

        let hasEnded = try await eventually { loop == nil }

        #expect(hasEnded)
    }

    @Test func `refuses an option that librdkafka does not know by its name`() throws {
        let error = #expect(throws: KafkaError.self) { try Producer(settings: ["no.such.option": "x"]) }

        #expect(error?.operation == "set no.such.option")
    }
}
