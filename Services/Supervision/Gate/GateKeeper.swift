internal import Domain
internal import Kafka
internal import Messages
internal import Pipeline
internal import Postgres
internal import ServiceKit
internal import Synchronization

/// Opens the gate when something waits before it.
///
/// The broker is asked what has been sent outside of any transaction, and only then; while nothing waits it is not
/// asked at all.
final class GateKeeper: Service {
    private let gate: Gate
    private let runtime: Runtime
    /// What is under way.
    private struct Round {
        var inlets = InletsKept()
        /// Each with when it began, the earliest first.
        var openings: [(opening: Opening, since: ContinuousClock.Instant)] = []
        /// How long to wait before the next look.
        var pause = GateKeeper.shortPause
    }

    /// Since when something has waited for the earliest opening under way.
    private let waitingSince = Mutex<ContinuousClock.Instant?>(nil)
    private let waits: Histogram

    private static let part = "gate"
    /// How long the broker may take to answer.
    private static let brokerLimit = Duration.seconds(5)
    /// Above every wait for an answer.
    private static let roundLimit = Duration.seconds(240)
    /// After so long what is waited for is said.
    private static let patience = Duration.seconds(2)
    /// How many openings are under way at once: what is found while one waits does not wait for its end.
    private static let openingLimit = 4
    /// How long it waits at first, and where nothing is to be opened.
    private static let (shortPause, longPause) = (Duration.milliseconds(2), Duration.seconds(1))
    /// After so many failures in a row `/readyz` is red.
    private static let failureLimit = 3

    /// A keeper of a gate, which asks and says what the process does.
    init(_ gate: Gate, runtime: Runtime) {
        self.gate = gate
        self.runtime = runtime
        self.waits = runtime.metrics.histogram(
            "guoying_gate_wait_seconds",
            help: "How long what was due or found waited until all that had been sent by then was taken in.")
    }

    /// Opens until it is asked to stop.
    func run() async throws {
        self.runtime.metrics.observe(
            "guoying_gate_waiting_seconds",
            help: "For how long something has been waiting until all that had been sent is taken in."
        ) { [self] in self.waitingTime / .seconds(1) }
        self.runtime.health.report(Self.part, .ready)
        defer { self.runtime.health.endBeat(Self.part) }
        try await Reader.opening("guoying-supervision-gate", settings: self.runtime.kafka) { reader in
            var round = Round()
            var failures = 0
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                self.runtime.health.beat(Self.part, limit: Self.roundLimit)
                do {
                    try await self.keep(&round, reader)
                    failures = 0
                } catch {
                    guard !Task.isShuttingDownGracefully, !Task.isCancelled else { break }
                    failures += 1
                    // What was asked may hold no longer.
                    round = Round()
                    self.note(error, failures: failures)
                    await self.pause(Self.longPause)
                }
            }
        }
    }

    /// Begins another opening where something waits that none of those under way is for, and opens as far as nothing is
    /// missing; else a while of nothing.
    private func keep(_ round: inout Round, _ reader: Reader) async throws {
        let newest = round.openings.last?.opening.instant ?? self.gate.opened
        if round.openings.count < Self.openingLimit, try await self.isAsked(after: newest) {
            round.openings.append((try await self.begin(&round.inlets, reader), .now))
            round.pause = Self.shortPause
        }
        self.waitingSince.withLock { $0 = round.openings.first?.since }
        guard !round.openings.isEmpty else {
            self.runtime.health.report(Self.part, .ready)
            return await self.pause(Self.longPause)
        }
        if try await self.open(&round, reader) {
            round.pause = Self.shortPause
        } else {
            await self.pause(round.pause)
            round.pause = min(round.pause * 2, .milliseconds(500))
        }
    }

    /// Whether anything waits by now that is due later than an instant.
    private func isAsked(after instant: Instant?) async throws -> Bool {
        let now = Instant(microseconds: self.runtime.clock.now())
        return try await self.runtime.pool.withConnection { connection in
            try await DueTable.isWaiting(after: instant, upTo: now, on: connection)
        }
    }

    private func begin(_ inlets: inout InletsKept, _ reader: Reader) async throws -> Opening {
        let instant = Instant(microseconds: self.runtime.clock.now())
        let topics = self.runtime.topics
        let sent = try await inlets.sent(by: reader, within: Self.brokerLimit) { try await self.inlets() }
        let intake = IntakeWatch(cluster: self.runtime.cluster, topics: topics, sent: sent)
        return Opening(upTo: instant, intake: intake, topics: topics)
    }

    private func inlets() async throws -> Inlets {
        let topics = self.runtime.topics
        let others = try await self.runtime.pool.withConnection { connection in
            try await Inlets.others(than: topics, on: connection)
        }
        return try await Inlets(
            asking: self.runtime.admin, topics: topics, others: others, within: Self.brokerLimit)
    }

    /// Opens as far as nothing is missing; the earliest comes first, because it misses nothing that a later one has.
    /// - Returns: whether it has opened.
    private func open(_ round: inout Round, _ reader: Reader) async throws -> Bool {
        var hasOpened = false
        while var first = round.openings.first?.opening {
            let missing = try await self.runtime.pool.withConnection { connection in
                try await first.backlog(on: connection) { head in
                    try await round.inlets.decided(upTo: head, by: reader, within: Self.brokerLimit)
                }
            }
            guard missing.isEmpty else {
                round.openings[0].opening = first
                self.tell(missing)
                break
            }
            self.gate.open(upTo: first.instant)
            self.runtime.due.ring()
            self.note(ContinuousClock.now - round.openings.removeFirst().since)
            hasOpened = true
        }
        return hasOpened
    }

    /// Says what is waited for, where that takes long.
    private func tell(_ missing: Backlog) {
        guard self.waitingTime > Self.patience else { return }
        self.runtime.health.report(
            Self.part, .standingBy("what is due waits until all that was sent before is taken in: \(missing)"))
    }

    private func note(_ waited: Duration) {
        self.runtime.health.report(Self.part, .ready)
        self.waits.record(waited / .seconds(1))
        guard waited > Self.patience else { return }
        self.runtime.log.notice(
            "all that had been sent is taken in; what was due is judged", metadata: ["waited": "\(waited)"])
    }

    private func note(_ error: any Error, failures: Int) {
        self.runtime.log.warning("cannot see what has been sent", metadata: ["error": "\(error)"])
        guard failures >= Self.failureLimit else { return }
        self.runtime.health.report(
            Self.part,
            .failed(
                "what is due waits, because nobody says what has been sent: see that the broker and PostgreSQL run, and "
                    + "that this service may describe the topics of intake and of commands: \(error)"))
    }

    private var waitingTime: Duration {
        self.waitingSince.withLock { $0.map { .now - $0 } ?? .zero }
    }

    /// Waits until something is taken in or scheduled, `limit` at most.
    private func pause(_ limit: Duration) async {
        await self.gate.asked.waitUnlessStopping(atMost: limit)
    }
}
