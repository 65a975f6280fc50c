internal import Domain
internal import Machines
internal import Messages
internal import Pipeline
internal import Postgres

/// Brings the sorter and the store together: sorts, locks the keys that matter, looks what is there by then, fetches
/// what is to be let go, and sorts again, until nothing new comes up.
struct Settling {
    /// An event that waited in vain.
    struct Dismissed: Sendable {
        let event: ParkedEvent
        let fault: Fault
    }

    private let connection: Connection
    private let now: Instant
    private let limits: ParkingLimits
    private var knowledge: Sorter<Fact>.Knowledge
    private var fetched: Set<ParkingKey> = []
    private var counted: Set<String> = []
    private var listed = ListedItems()

    /// The events that have just come, and behind them those that are let go.
    private(set) var facts: [Fact]
    /// Events that waited and are refused as they lie: in vain too long, or because this program cannot read them.
    private(set) var dismissed: [Dismissed] = []
    /// The keys that are locked, as they were found.
    private(set) var locked: [ParkingKey: ParkingTable.LockedKey] = [:]
    /// Keys that another transaction is to let go, because there is too much for one.
    private(set) var deferred: Set<ParkingKey> = []

    /// Each round brings those that waited for what the last one brought; longer chains go on in another transaction.
    private static let roundLimit = 8

    init(_ facts: [Fact], knowing knowledge: Sorter<Fact>.Knowledge, limits: ParkingLimits, in transaction: Transaction)
    {
        self.facts = facts
        self.knowledge = knowledge
        self.limits = limits
        self.connection = transaction.connection
        self.now = transaction.now
    }

    /// Decides. Afterwards the keys that matter stay locked until COMMIT.
    ///
    /// - Parameters:
    ///   - arrived: Keys that may be there now, so that what waits behind them is let go.
    ///   - expired: Keys that have been waited for in vain: what waits behind them is refused.
    mutating func settle(arrived: [ParkingKey], expired: [ParkingKey]) async throws -> Sorter<Fact>.Decision {
        if !expired.isEmpty {
            try await self.lock(Set(expired))
            try await self.dismiss(expired)
        }
        var round = 0
        while true {
            try await self.listed.learn(
                of: self.facts, present: &self.knowledge.triage.present, on: self.connection)
            let decision = Sorter<Fact>.sort(self.facts, knowing: self.knowledge, arrived: arrived, limits: self.limits)
            let unlocked = decision.touched.subtracting(self.locked.keys)
            let sources = self.parkingSources(decision)
            if !unlocked.isEmpty { try await self.lock(unlocked) }
            if !sources.isEmpty { try await self.count(sources) }
            let isFurther = try await self.fetch(decision.letGo, round: round)
            guard !unlocked.isEmpty || !sources.isEmpty || isFurther else {
                try await self.dismiss(decision.overflown.filter { !self.fetched.contains($0) })
                return decision
            }
            round += 1
        }
    }

    private mutating func lock(_ keys: Set<ParkingKey>) async throws {
        let found = try await ParkingTable.lock(Array(keys), now: self.now, on: self.connection)
        self.locked.merge(found) { _, new in new }
        for (key, row) in found {
            if row.isThere { self.knowledge.triage.present.insert(key) }
            if row.isAwaited, let target = key.target { self.knowledge.awaited.insert(target) }
            if row.waiting > 0 {
                self.knowledge.triage.parked.insert(key)
            } else {
                self.knowledge.triage.parked.remove(key)
            }
            self.knowledge.waiting[key] = row.waiting
        }
    }

    /// Sources of events that are to be parked and whose waiting events nobody has counted yet.
    private func parkingSources(_ decision: Sorter<Fact>.Decision) -> Set<String> {
        guard !decision.touched.isEmpty else { return [] }
        var sources: Set<String> = []
        for (fact, outcome) in zip(self.facts, decision.outcomes) {
            guard fact.berth == nil, case .parked = outcome else { continue }
            sources.insert(fact.message.envelope.source)
        }
        return sources.subtracting(self.counted)
    }

    private mutating func count(_ sources: Set<String>) async throws {
        let counts = try await ParkingTable.waiting(of: sources, on: self.connection)
        self.knowledge.waitingOfSource.merge(counts) { _, new in new }
        self.counted.formUnion(sources)
    }

    /// Fetches what waits behind keys that are let go; returns whether there was anything.
    private mutating func fetch(_ keys: Set<ParkingKey>, round: Int) async throws -> Bool {
        var chosen: [ParkingKey] = []
        var total = self.facts.count { $0.berth != nil }
        for key in keys.sorted() where !self.fetched.contains(key) && !self.deferred.contains(key) {
            guard let row = self.locked[key], row.waiting > 0 else { continue }
            let isFirst = total == 0
            guard round < Self.roundLimit, isFirst || total + row.waiting <= self.limits.releasedRecords else {
                self.deferred.insert(key)
                continue
            }
            total += row.waiting
            chosen.append(key)
        }
        guard !chosen.isEmpty else { return false }
        self.fetched.formUnion(chosen)
        for key in chosen {
            self.knowledge.waiting[key] = nil
            self.knowledge.triage.parked.remove(key)
        }
        var decoder = MessageDecoder<ActivityEvent>(valueLimitBytes: Limits.eventBytes)
        for event in try await ParkingTable.load(chosen, on: self.connection) {
            do throws(Fault) {
                self.facts.append(try event.fact(with: &decoder))
            } catch {
                self.dismissed.append(Dismissed(event: event, fault: error))
            }
        }
        return true
    }

    /// Refuses what lies behind keys and is not at hand.
    private mutating func dismiss(_ keys: some Collection<ParkingKey>) async throws {
        let full = keys.filter { (self.locked[$0]?.waiting ?? 0) > 0 }
        guard !full.isEmpty else { return }
        var decoder = MessageDecoder<ActivityEvent>(valueLimitBytes: Limits.eventBytes)
        for event in try await ParkingTable.load(Array(full), on: self.connection) {
            do throws(Fault) {
                let fact = try event.fact(with: &decoder)
                self.dismissed.append(Dismissed(event: event, fault: fact.refusal(missing: event.berth.key)))
            } catch {
                self.dismissed.append(Dismissed(event: event, fault: error))
            }
        }
        self.fetched.formUnion(full)
        for key in full {
            self.knowledge.waiting[key] = nil
            self.knowledge.triage.parked.remove(key)
        }
        // Their identities are given up, which whoever waits for them must be able to notice.
        let targets = Set(self.dismissed.map { ParkingKey.target($0.event.digest) }).subtracting(self.locked.keys)
        if !targets.isEmpty { try await self.lock(targets) }
    }
}

extension ParkedEvent {
    /// Reads the event once more, as it was first accepted.
    func fact(with decoder: inout MessageDecoder<ActivityEvent>) throws(Fault) -> Fact {
        Fact(
            try self.record.message(with: &decoder), carriedBy: .kept(self.record), accepted: self.accepted,
            ends: self.ends, berth: self.berth)
    }
}
