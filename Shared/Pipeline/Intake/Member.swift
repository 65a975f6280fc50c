internal import Kafka
internal import Machines
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
    private let roundLimit: Duration
    private let log: Logger
    /// Rung when a batch has left the hand.
    private let handed = Bell()
    private var machine = Machine()
    private var orders = Orders()
    private var failures = 0
    private var isTaking = false
    /// What is read no further, and why; what of it is still to be written down.
    private var stopped: Set<Partition> = []
    private var unnoted: [Partition: StopReason] = [:]
    /// When what stands still is looked after next.
    private var nextLook = ContinuousClock.now
    /// Which assignment it is: a batch of an earlier one is read again by whoever has its partitions now.
    private(set) var assignment = 0

    /// After so many failures of the same batch in a row `/readyz` is red.
    private static var failureLimit: Int { 3 }
    /// How long a revocation waits for the batch in hand: the fence holds without it.
    private static var restLimit: Duration { .seconds(20) }
    /// How often it is looked whether an operator has passed what stands still.
    private static var lookInterval: Duration { .milliseconds(500) }
    /// How long a claim is tried: a stopped predecessor may hold a row until its session times out.
    private static var claimLimit: Duration { .seconds(10) }

    init(store: IntakeStore<Handler>, part: String, health: HealthRegistry, roundLimit: Duration, log: Logger) {
        self.store = store
        self.part = part
        self.health = health
        self.roundLimit = roundLimit
        self.log = log
    }

    /// Says that the loop has come round. While a batch is in hand only what becomes of that batch counts.
    func comeRound() {
        if !self.isTaking { self.beat() }
    }

    /// Writes down what stands still, and has the group deal anew once an operator has passed some of it: whoever takes
    /// it over then begins where the row says.
    func lookAfterStopped() async {
        guard !self.stopped.isEmpty, .now >= self.nextLook else { return }
        self.nextLook = .now + Self.lookInterval
        let (assignment, found) = (self.assignment, self.unnoted)
        let standing = self.stopped.filter { found[$0] == nil }.sorted()
        do {
            let passed = try await self.store.passed(of: standing, noting: found)
            guard assignment == self.assignment else { return }
            for partition in found.keys { self.unnoted[partition] = nil }
            if !passed.isEmpty { self.joinAnew() }
        } catch {
            self.log.warning("cannot look after what stands still", metadata: ["error": "\(error)"])
        }
        // Whoever sees red finds it written down, as far as that is possible.
        guard assignment == self.assignment else { return }
        for (partition, reason) in found { self.health.report("intake \(partition)", .failed("\(reason)")) }
    }

    private func beat() { self.health.beat(self.part, limit: self.roundLimit) }

    /// Has a batch in hand from now on: `take` follows.
    func reach() { self.isTaking = true }

    /// Writes one batch, however often it has to be tried.
    ///
    /// - Throws: `CancellationError` where it could not be written before the process was asked to stop.
    func take(_ arrival: KafkaArrival<Handler.Prepared>, under assignment: Int) async throws {
        self.isTaking = true
        defer {
            self.isTaking = false
            self.handed.ring()
        }
        guard assignment == self.assignment else { return }
        self.beat()
        try await self.perform(self.machine.step(.arrived(arrival)))
    }

    /// What is asked of the consumer since this was called last.
    func takeOrders() -> Orders {
        defer { self.orders = Orders() }
        return self.orders
    }

    /// Brokers can be reached again; what the store has against a batch stays said.
    func reached() {
        if self.failures == 0 { self.health.report(self.part, .ready) }
    }

    /// Has the group joined anew, so that it deals its partitions out again.
    func joinAnew() { self.orders.mustRejoin = true }

    /// Owns nothing any more, whatever the consumer goes on reading, until the group deals anew.
    func forget() {
        self.turn()
        _ = self.machine.step(.revoked(self.machine.owned))
    }

    /// What the client could not read; `bounds` are those of a partition that was asked for what it does not have.
    func report(_ fault: PartitionFault, bounds: (low: Int64, high: Int64)?, under assignment: Int) {
        guard assignment == self.assignment else { return }
        let partition = Partition(fault.partition)
        if let bounds {
            self.order(self.machine.step(.outOfRange(partition, low: bounds.low, high: bounds.high)))
        } else if fault.error.isOutOfRange, let offset = fault.offset {
            // The broker does not say what it has: asked again, it may.
            self.log.warning(
                "a partition has no such offset, and no bounds", metadata: ["partition": "\(partition)@\(offset)"])
            self.orders.seeks[fault.partition] = .offset(offset)
        } else if fault.error.reaction == .reject {
            self.order(
                self.machine.step(.unreadable(partition, offset: fault.offset, reason: "\(fault.error)")))
        } else {
            self.log.warning(
                "a partition answers with an error",
                metadata: ["partition": "\(partition)", "error": "\(fault.error)"])
        }
    }

    private func perform(_ actions: [Machine.Action]) async throws {
        var pending = actions
        while !pending.isEmpty {
            let event = try await self.answer(to: pending.removeFirst())
            self.beat()
            guard let event else { continue }
            pending = self.machine.step(event) + pending
        }
    }

    private func answer(to action: Machine.Action) async throws -> Machine.Event? {
        switch action {
        case .write(let write):
            let outcome = await self.store.write(write)
            self.note(outcome)
            return .wrote(outcome)
        case .settle(let partitions): return .settled(try await self.rows(of: partitions))
        case .wait(let milliseconds):
            try await self.pause(.milliseconds(milliseconds))
            return .waited
        case .seek, .report, .rejoin, .stop, .claim, .assign, .finished:
            self.order([action])
            return nil
        }
    }

    /// Leaves to the consumer's next pause what concerns it.
    private func order(_ actions: [Machine.Action]) {
        for action in actions {
            switch action {
            case .seek(let partition, let start): self.orders.seeks[partition.topicPartition] = Start(start)
            case .report(let reached):
                for (partition, offset) in reached { self.orders.reached[partition.topicPartition] = offset }
            case .rejoin: self.orders.mustRejoin = true
            case .stop(let partition, let reason):
                self.orders.pauses.append(partition.topicPartition)
                self.stopped.insert(partition)
                self.unnoted[partition] = reason
                self.nextLook = .now
                self.log.error(
                    "a partition is read no further",
                    metadata: ["partition": "\(partition)", "reason": reason.fault, "remedy": reason.remedy])
            case .write, .settle, .wait, .claim, .assign, .finished: break
            }
        }
    }

    /// Waits before something is tried again. Whoever is asked to stop meanwhile tries no more: what is not written
    /// will be read again.
    private func pause(_ time: Duration) async throws {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: time) }
    }

    /// Asks until the database answers: without its answer nobody can know whether the batch is written.
    private func rows(of partitions: [Partition]) async throws -> [Claim] {
        var pause = Duration.milliseconds(50)
        while true {
            do {
                return try await self.store.rows(of: partitions)
            } catch {
                self.log.error("cannot tell whether a commit took effect", metadata: ["error": "\(error)"])
                self.health.report(
                    self.part,
                    .failed(
                        "cannot tell whether a commit took effect, because PostgreSQL does not answer: see that it runs "
                            + "and can be reached; nothing is lost, and the loop goes on by itself"))
                try await self.pause(pause)
                self.beat()
                pause = min(pause * 2, .seconds(5))
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
            if self.failures >= Self.failureLimit {
                self.health.report(
                    self.part,
                    .failed(
                        "a batch could not be written \(self.failures) times: mend what the log says about it; it is "
                            + "tried again until then"))
            }
        // What could not be written is somebody else's to write now.
        case .fenced: self.failures = 0
        case .unknown, .raced, .refused: break
        }
    }
}

extension Member: Rebalancing {
    nonisolated var patience: Duration { .seconds(30) }

    func assigned(_ partitions: [TopicPartition]) async throws -> [TopicPartition: Start] {
        self.turn()
        var starts: [Partition: StartingPoint] = [:]
        var actions = self.machine.step(.assigned(partitions.map(Partition.init)))
        while !actions.isEmpty {
            switch actions.removeFirst() {
            case .claim(let asked): actions += self.machine.step(await self.claim(asked))
            case .assign(let points): starts = points
            case let other: self.order([other])
            }
        }
        return Dictionary(uniqueKeysWithValues: starts.map { ($0.key.topicPartition, Start($0.value)) })
    }

    func revoked(_ partitions: [TopicPartition], _ revocation: Revocation) async {
        await self.rest(atMost: Self.restLimit)
        self.turn()
        _ = self.machine.step(.revoked(partitions.map(Partition.init)))
    }

    /// Another assignment begins: what was ordered and said about the partitions of the last is over.
    private func turn() {
        self.assignment += 1
        self.failures = 0
        self.orders = Orders()
        for partition in self.stopped { self.health.remove("intake \(partition)") }
        self.stopped = []
        self.unnoted = [:]
    }

    /// Waits until no batch is on its way into the database, for a bounded time.
    func rest(atMost limit: Duration) async {
        let deadline = ContinuousClock.now + limit
        while self.isTaking, .now < deadline, !Task.isCancelled {
            await self.handed.wait(atMost: deadline - .now)
        }
    }

    private func claim(_ partitions: [Partition]) async -> Machine.Event {
        let deadline = ContinuousClock.now + Self.claimLimit
        while true {
            do {
                let claims = try await cancelWhenGracefulShutdown { try await self.store.claim(partitions) }
                if self.failures == 0 { self.health.report(self.part, .ready) }
                return .claimed(claims)
            } catch {
                let reason = "\(error)"
                self.log.warning("cannot take partitions over yet", metadata: ["error": reason])
                self.health.report(
                    self.part,
                    .failed(
                        "cannot take partitions over: see that PostgreSQL can be reached and that no process of this "
                            + "service stands still; it is tried again until then: \(reason)"))
                guard .now < deadline, (try? await self.pause(.milliseconds(500))) != nil else {
                    return .claimFailed(partitions, reason: reason)
                }
            }
        }
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
