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
    /// Since when something has waited for the opening under way.
    private let waitingSince = Mutex<ContinuousClock.Instant?>(nil)
    private let waits: Histogram

    private static let part = "gate"
    /// How long the broker may take to answer.
    private static let brokerLimit = Duration.seconds(5)
    /// How long partitions are taken for all that there are.
    private static let inletsLimit = Duration.seconds(60)
    /// Above every wait for an answer.
    private static let roundLimit = Duration.seconds(240)
    /// After so long what is waited for is said.
    private static let patience = Duration.seconds(2)
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
            var inlets = InletsKept(limit: Self.inletsLimit)
            var failures = 0
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                self.runtime.health.beat(Self.part, limit: Self.roundLimit)
                do {
                    try await self.keep(&inlets, reader)
                    failures = 0
                } catch {
                    guard !Task.isShuttingDownGracefully, !Task.isCancelled else { break }
                    failures += 1
                    inlets.forget()
                    self.note(error, failures: failures)
                    await self.pause(.milliseconds(200))
                }
            }
        }
    }

    /// One opening where something waits; else a while of nothing.
    private func keep(_ inlets: inout InletsKept, _ reader: Reader) async throws {
        guard try await self.isAsked() else {
            self.waitingSince.withLock { $0 = nil }
            self.runtime.health.report(Self.part, .ready)
            return await self.pause(.milliseconds(200))
        }
        self.waitingSince.withLock { if $0 == nil { $0 = .now } }
        let instant = Instant(microseconds: self.runtime.clock.now())
        let known = try await inlets.asking { try await self.inlets() }
        let sent = try await reader.ends(of: known.sent, within: Self.brokerLimit)
        let topics = self.runtime.topics
        let intake = IntakeWatch(cluster: self.runtime.cluster, topics: topics, sent: sent)
        var opening = Opening(upTo: instant, intake: intake, topics: topics)
        guard try await self.await(&opening, decidedOn: known.decided, reader) else { return }
        self.gate.open(upTo: instant)
        self.runtime.due.ring()
        self.runtime.health.report(Self.part, .ready)
        let waited = self.waitingTime
        self.waits.record(waited / .seconds(1))
        self.waitingSince.withLock { $0 = nil }
        if waited > Self.patience {
            self.runtime.log.notice(
                "all that had been sent is taken in; what was due is judged", metadata: ["waited": "\(waited)"])
        }
    }

    /// Whether anything waits that the gate is not open for.
    private func isAsked() async throws -> Bool {
        let now = Instant(microseconds: self.runtime.clock.now())
        return try await self.runtime.pool.withConnection { connection in
            try await DueTable.isWaiting(after: self.gate.opened, upTo: now, on: connection)
        }
    }

    private func inlets() async throws -> Inlets {
        let topics = self.runtime.topics
        let others = try await self.runtime.pool.withConnection { connection in
            try await Inlets.others(than: topics, on: connection)
        }
        return try await Inlets(
            asking: self.runtime.admin, topics: topics, others: others, within: Self.brokerLimit)
    }

    /// Waits until nothing is missing; false where the process is asked to stop before.
    private func await(
        _ opening: inout Opening, decidedOn partitions: [TopicPartition], _ reader: Reader
    ) async throws -> Bool {
        var pause = Duration.milliseconds(5)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            self.runtime.health.beat(Self.part, limit: Self.roundLimit)
            let missing = try await self.runtime.pool.withConnection { connection in
                try await opening.backlog(on: connection) {
                    try await reader.ends(of: partitions, within: Self.brokerLimit)
                }
            }
            if missing.isEmpty { return true }
            if self.waitingTime > Self.patience {
                self.runtime.health.report(
                    Self.part,
                    .standingBy("what is due waits until all that was sent before is taken in: \(missing)"))
            }
            await self.pause(pause)
            pause = min(pause * 2, .milliseconds(500))
        }
        return false
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
        try? await cancelWhenGracefulShutdown { await self.gate.asked.wait(atMost: limit) }
    }
}

/// What the cluster said of the partitions, for as long as that is taken to be so.
private struct InletsKept {
    let limit: Duration
    private var known: (inlets: Inlets, since: ContinuousClock.Instant)?

    init(limit: Duration) { self.limit = limit }

    mutating func asking(_ ask: () async throws -> Inlets) async throws -> Inlets {
        if let known, .now - known.since < self.limit { return known.inlets }
        let inlets = try await ask()
        self.known = (inlets, .now)
        return inlets
    }

    mutating func forget() { self.known = nil }
}
