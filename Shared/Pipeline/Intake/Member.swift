internal import Kafka
internal import ServiceKit

/// One member of a service's consumer group: it runs the intake machine on Kafka and PostgreSQL.
///
/// The consumer's thread asks about rebalances while a batch may be on its way into the database; the actor keeps the
/// machine's steps apart, and a revocation waits until that batch is written or fenced.
actor Member<Handler: IntakeHandler> {
    typealias Machine = IntakeMachine<KafkaArrival<Handler.Prepared>>

    private let store: IntakeStore<Handler>
    private let part: String
    private let health: HealthRegistry
    private let log: Logger
    private var machine = Machine()
    private var consumer: Consumer?
    private var failures = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var stopped: [Partition: StopReason] = [:]
    private var reached: [TopicPartition: Int64] = [:]
    private var mustRejoin = false

    /// After so many failures of the same batch in a row `/readyz` is red.
    private static var patience: Int { 3 }

    init(store: IntakeStore<Handler>, part: String, health: HealthRegistry, log: Logger) {
        self.store = store
        self.part = part
        self.health = health
        self.log = log
    }

    func begin(with consumer: Consumer) { self.consumer = consumer }

    /// Writes one batch, however often it has to be tried.
    func take(_ arrival: KafkaArrival<Handler.Prepared>) async throws {
        defer {
            for continuation in self.waiting { continuation.resume() }
            self.waiting = []
        }
        try await self.perform(self.machine.step(.arrived(arrival)))
    }

    /// What is to be told to the broker, for its lag figures, since this was asked last.
    func takeReached() -> [TopicPartition: Int64] {
        defer { self.reached = [:] }
        return self.reached
    }

    /// Whether the group is to be joined anew. Asked when no batch is in hand: the rebalance waits for it to be
    /// written.
    func takeRejoin() -> Bool {
        defer { self.mustRejoin = false }
        return self.mustRejoin
    }

    /// What the client could not read.
    func report(_ fault: PartitionFault, bounds: (low: Int64, high: Int64)?) async throws {
        let partition = Partition(fault.partition)
        if let bounds {
            try await self.perform(self.machine.step(.outOfRange(partition, low: bounds.low, high: bounds.high)))
        } else if fault.error.reaction == .reject {
            let reason = "\(fault.error)"
            try await self.perform(
                self.machine.step(.unreadable(partition, offset: fault.offset, reason: reason)))
        } else {
            self.log.warning(
                "a partition answers with an error",
                metadata: ["partition": "\(partition)", "error": "\(fault.error)"])
        }
    }

    private func perform(_ actions: [Machine.Action]) async throws {
        var pending = actions
        while !pending.isEmpty {
            let action = pending.removeFirst()
            guard let event = try await self.perform(action) else { continue }
            pending = self.machine.step(event) + pending
        }
    }

    private func perform(_ action: Machine.Action) async throws -> Machine.Event? {
        switch action {
        case .write(let write):
            let outcome = await self.store.write(write)
            self.note(outcome)
            return .wrote(outcome)
        case .settle(let partitions): return await self.settle(partitions)
        case .wait(let milliseconds):
            try await Task.sleep(for: .milliseconds(milliseconds))
            return .waited
        case .seek(let partition, let start):
            try await self.consumer?.seek([partition.topicPartition: Start(start)])
            try await self.consumer?.resume([partition.topicPartition])
        case .report(let reached):
            for (partition, offset) in reached { self.reached[partition.topicPartition] = offset }
        case .rejoin: self.mustRejoin = true
        case .stop(let partition, let reason):
            try await self.consumer?.pause([partition.topicPartition])
            self.stopped[partition] = reason
            self.log.error(
                "a partition is read no further", metadata: ["partition": "\(partition)", "reason": "\(reason)"])
            self.health.report("intake \(partition)", .failed("\(reason)"))
        case .claim, .assign, .finished: break
        }
        return nil
    }

    /// Asks until the database answers: without its answer nobody can know whether the batch is written.
    private func settle(_ partitions: [Partition]) async -> Machine.Event {
        var pause = Duration.milliseconds(50)
        while true {
            do {
                return .settled(try await self.store.rows(of: partitions))
            } catch {
                self.log.error("cannot tell whether a commit took effect", metadata: ["error": "\(error)"])
                self.health.report(
                    self.part, .failed("cannot tell whether a commit took effect: no answer from PostgreSQL"))
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(5))
                if Task.isCancelled { return .settled([]) }
            }
        }
    }

    private func note(_ outcome: WriteOutcome) {
        switch outcome {
        case .committed:
            self.failures = 0
            self.health.report(self.part, .ready)
        case .failed:
            self.failures += 1
            if self.failures >= Self.patience {
                self.health.report(
                    self.part, .failed("a batch could not be written \(self.failures) times; see the log"))
            }
        case .fenced, .unknown, .raced, .refused: break
        }
    }

    /// Waits until no batch is on its way into the database.
    private func rest() async {
        guard self.machine.isBusy else { return }
        await withCheckedContinuation { self.waiting.append($0) }
    }
}

extension Member: Rebalancing {
    nonisolated var patience: Duration { .seconds(20) }

    func assigned(_ partitions: [TopicPartition]) async throws -> [TopicPartition: Start] {
        self.clearStops()
        var actions = self.machine.step(.assigned(partitions.map(Partition.init)))
        while !actions.isEmpty {
            switch actions.removeFirst() {
            case .claim(let asked): actions = self.machine.step(await self.claim(asked)) + actions
            case .assign(let starts):
                let pairs = starts.map { ($0.key.topicPartition, Start($0.value)) }
                return Dictionary(uniqueKeysWithValues: pairs)
            default: break
            }
        }
        return [:]
    }

    func revoked(_ partitions: [TopicPartition], _ revocation: Revocation) async {
        await self.rest()
        self.clearStops()
        _ = self.machine.step(.revoked(partitions.map(Partition.init)))
    }

    private func claim(_ partitions: [Partition]) async -> Machine.Event {
        var reason = ""
        // A stopped predecessor may hold a row until its session times out.
        for _ in 0..<5 {
            do {
                return .claimed(try await self.store.claim(partitions))
            } catch {
                reason = "\(error)"
                self.log.warning("cannot take partitions over yet", metadata: ["error": reason])
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
        return .claimFailed(partitions, reason: reason)
    }

    private func clearStops() {
        for partition in self.stopped.keys { self.health.remove("intake \(partition)") }
        self.stopped = [:]
    }
}

extension Start {
    init(_ start: StartingPoint) {
        self =
            switch start {
            case .beginning: .beginning
            case .offset(let offset): .offset(offset)
            }
    }
}
