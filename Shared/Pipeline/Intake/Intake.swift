internal import Kafka
internal import ServiceKit

/// Takes records in until it is asked to stop: one member of the group, one batch being written, one being decoded.
struct Intake<Handler: IntakeHandler>: Service {
    let topics: [String]
    let group: String
    let settings: Settings
    let admin: Admin
    let store: IntakeStore<Handler>
    /// Its name in health reports.
    let part: String
    let health: HealthRegistry
    let log: Logger

    /// A batch ends at so many records or bytes, whichever comes first.
    private static var recordLimit: Int { 10_000 }
    private static var byteLimit: Int { 16 << 20 }

    func run() async throws {
        let member = Member(store: self.store, part: self.part, health: self.health, log: self.log)
        self.health.report(self.part, .waiting("joining the group"))
        try await Consumer.joining(self.group, topics: self.topics, settings: self.settings, rebalancing: member) {
            consumer in
            await member.begin(with: consumer)
            self.health.report(self.part, .ready)
            try await withThrowingTaskGroup(of: Void.self) { writing in
                while !Task.isShuttingDownGracefully, !Task.isCancelled {
                    let batch = try await self.poll(consumer)
                    // Between two polls the consumer's thread is free; during one this would wait for its end.
                    let reached = await member.takeReached()
                    if !reached.isEmpty { await consumer.commit(reached) }
                    for fault in batch.faults {
                        try await member.report(fault, bounds: await self.bounds(of: fault))
                    }
                    guard !batch.records.isEmpty || !batch.ends.isEmpty else { continue }
                    let arrival = KafkaArrival(batch, try await self.prepare(batch.records))
                    try await writing.waitForAll()
                    if await member.takeRejoin() {
                        try await consumer.rejoin()
                        continue
                    }
                    writing.addTask { try await member.take(arrival) }
                }
                try await writing.waitForAll()
            }
        }
    }

    /// An error of the client as a whole is the broker's, and passes: it is said once and tried again.
    private func poll(_ consumer: Consumer) async throws -> Batch {
        do {
            return try await consumer.nextBatch(
                records: Self.recordLimit, bytes: Self.byteLimit, wait: .milliseconds(100))
        } catch {
            guard error.reaction != .fatal else { throw error }
            let reason = "\(error)"
            self.log.warning("cannot poll", metadata: ["error": reason])
            try await Task.sleep(for: .milliseconds(200))
            return Batch()
        }
    }

    /// Decoding may ask the broker something (the ends of a topic); without an answer the batch waits.
    private func prepare(_ records: RecordBatch) async throws -> Handler.Prepared {
        var pause = Duration.milliseconds(50)
        while true {
            do {
                return try await self.store.handler.prepare(records)
            } catch {
                guard !Task.isShuttingDownGracefully, !Task.isCancelled else { throw error }
                self.log.error("cannot decode a batch yet", metadata: ["error": "\(error)"])
                self.health.report(self.part, .failed("a batch waits to be decoded: \(error)"))
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(5))
            }
        }
    }

    private func bounds(of fault: PartitionFault) async -> (low: Int64, high: Int64)? {
        guard fault.error.isOutOfRange else { return nil }
        guard let ends = try? await self.admin.ends(of: fault.partition.topic)[fault.partition.partition] else {
            return nil
        }
        return (ends.low, ends.high)
    }
}
