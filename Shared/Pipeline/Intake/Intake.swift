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
    var roundLimit = RoundLimit.usual

    /// A batch ends at so many records or bytes, whichever comes first.
    private static var recordLimit: Int { 10_000 }
    private static var byteLimit: Int { 16 << 20 }
    /// So few records are decoded before it matters that a batch is being written.
    private static var smallLimit: Int { 500 }
    /// How long what comes after so few waits for the batch in hand: partitions come and go only during a poll.
    private static var smallPatience: Duration { .milliseconds(50) }
    /// After so long without any news the brokers are asked whether they are there: the client does not always say that
    /// it has lost them.
    private static var silenceLimit: Duration { .seconds(10) }
    /// How long leaving the group may take: without its coordinator librdkafka would wait on.
    private static var leaveLimit: Duration { .seconds(2) }
    /// How long partitions that are given up are waited for: nothing of them is written meanwhile.
    private static var rejoinLimit: Duration { .seconds(5) }

    func run() async throws {
        let member = Member(
            store: self.store, part: self.part, health: self.health, roundLimit: self.roundLimit, log: self.log)
        self.health.report(self.part, .waiting("joining the group"))
        defer { self.health.endBeat(self.part) }
        do {
            try await Consumer.joining(
                self.group, topics: self.topics, settings: self.settings, rebalancing: member,
                leaving: Self.leaveLimit
            ) { consumer in
                self.health.report(self.part, .ready)
                try await self.read(consumer, as: member)
            }
        } catch is CancellationError where Task.isShuttingDownGracefully {
            self.log.notice("stopping with a batch that could not be written; it will be read again")
        }
    }

    private func read(_ consumer: Consumer, as member: Member<Handler>) async throws {
        try await withThrowingTaskGroup(of: Void.self) { writing in
            var isCutOff = false
            var heard = ContinuousClock.now
            var lag = LagReport()
            var isSmall = true
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                // What is decoded in no time would only wait behind the batch in hand, and what comes meanwhile behind
                // both.
                if isSmall { await member.rest(atMost: Self.smallPatience) }
                await member.comeRound()
                await member.lookAfterStopped()
                let batch = try await self.poll(consumer, as: member)
                if !batch.isEmpty { heard = .now }
                if await consumer.takeCutOff() || isCutOff || .now - heard > Self.silenceLimit {
                    isCutOff = await !self.reaches(member)
                    heard = .now
                }
                isSmall = batch.records.count < Self.smallLimit
                // Partitions come and go only during a poll, so this is the assignment that the batch came under.
                let assignment = await member.assignment
                var orders = await member.takeOrders()
                lag.add(orders.reached, under: assignment)
                orders.reached = lag.take()
                try await self.obey(orders, consumer)
                if orders.mustRejoin {
                    // The rebalance would wait for the batch in hand.
                    try await writing.waitForAll()
                    await member.forget()
                    try await consumer.rejoin(within: Self.rejoinLimit)
                    continue
                }
                guard !batch.isEmpty else { continue }
                let arrival = KafkaArrival(batch, try await self.prepare(batch.records, for: member))
                try await writing.waitForAll()
                await member.reach()
                writing.addTask {
                    try await member.take(arrival, under: assignment)
                    // What could not be read lies behind the batch's records: these are written before it stops
                    // anything.
                    for fault in batch.faults {
                        await member.report(fault, bounds: await self.bounds(of: fault), under: assignment)
                    }
                }
            }
            try await writing.waitForAll()
            lag.add(await member.takeOrders().reached, under: await member.assignment)
            await consumer.commit(lag.take(isEnd: true))
        }
    }

    /// Between two polls the consumer's thread is free; during one this would wait for its end.
    private func obey(_ orders: Orders, _ consumer: Consumer) async throws {
        if !orders.reached.isEmpty { await consumer.commit(orders.reached) }
        if !orders.pauses.isEmpty { try await consumer.pause(orders.pauses) }
        if !orders.seeks.isEmpty {
            try await consumer.seek(orders.seeks)
            try await consumer.resume(Array(orders.seeks.keys))
        }
    }

    /// An error of the client as a whole is the broker's, and passes: it is said once and tried again.
    private func poll(_ consumer: Consumer, as member: Member<Handler>) async throws -> Batch {
        do {
            return try await consumer.nextBatch(
                records: Self.recordLimit, bytes: Self.byteLimit, wait: .milliseconds(100))
        } catch {
            guard error.reaction != .fatal else { throw error }
            let reason = "\(error)"
            self.log.warning("cannot poll", metadata: ["error": reason])
            self.health.report(
                self.part,
                .failed("cannot read from the broker: see that it runs and grants this service what it asks: \(reason)")
            )
            // The group believes that this member has what it could not take.
            if error.isRefusedAssignment { await member.joinAnew() }
            try await Task.sleep(for: .milliseconds(200))
            return Batch()
        }
    }

    /// Asks the brokers themselves: the client says when it has lost the last of them, and not when it has one again.
    private func reaches(_ member: Member<Handler>) async -> Bool {
        do {
            _ = try await self.admin.clusterID(within: .seconds(2))
            await member.reached()
            return true
        } catch {
            self.health.report(
                self.part,
                .failed("no broker can be reached: see that they run; it is tried again until then: \(error)"))
            return false
        }
    }

    /// Decoding may ask the broker something (the ends of a topic); without an answer the batch waits.
    private func prepare(_ records: RecordBatch, for member: Member<Handler>) async throws -> Handler.Prepared {
        var pause = Duration.milliseconds(50)
        while true {
            do {
                return try await self.store.handler.prepare(records)
            } catch {
                guard !Task.isShuttingDownGracefully, !Task.isCancelled else { throw CancellationError() }
                self.log.error("cannot decode a batch yet", metadata: ["error": "\(error)"])
                self.health.report(
                    self.part,
                    .failed("a batch waits to be decoded, until what it asks for is answered: \(error)"))
                try await Task.sleep(for: pause)
                await member.comeRound()
                pause = min(pause * 2, .seconds(5))
            }
        }
    }

    private func bounds(of fault: PartitionFault) async -> (low: Int64, high: Int64)? {
        guard fault.error.isOutOfRange else { return nil }
        guard
            let ends = try? await self.admin.ends(of: fault.partition.topic, within: .seconds(2))[
                fault.partition.partition]
        else { return nil }
        return (ends.low, ends.high)
    }
}
