public import Crypto

/// Decides what becomes of the events of one transaction: those that have just come, and those that waited.
///
/// It is pure. It knows what it was told, and names the keys about which it would have to know more: those behind which
/// events are to wait, and those that are let go. Whoever runs it locks these, looks again, and sorts once more.
///
/// It is inlinable, so that the compiler knows whose events they are wherever it is used.
public struct Sorter<Event: Parkable>: Sendable {
    /// What becomes of an event.
    public enum Outcome: Hashable, Sendable {
        /// It takes effect.
        case applied
        /// It was here before.
        case duplicate
        /// It goes to dead letters.
        case refused(Event.Refusal)
        /// It waits behind a key; one that waits there already stays.
        case parked(ParkingKey)
    }

    /// What the store knows.
    public struct Knowledge: Sendable {
        /// What triage needs; of the keys behind which events wait, those whose events are not at hand.
        public var triage = Triage<ParkingKey>.Knowledge()
        /// Events that have not come yet and that others wait for.
        public var awaited: Set<Digest16> = []
        /// How many events wait behind a key that are not at hand.
        public var waiting: [ParkingKey: Int] = [:]
        /// How many events of a source wait.
        public var waitingOfSource: [String: Int] = [:]

        /// That nothing is known.
        @inlinable
        public init() {}
    }

    /// What was decided.
    public struct Decision: Sendable {
        /// What becomes of each event, by its number.
        public var outcomes: [Outcome]
        /// Those that take effect, in their order.
        public var applied: [Int] = []
        /// Keys behind which events wait or waited: they must be locked, or the decision is not safe.
        public var touched: Set<ParkingKey> = []
        /// Those of them that are let go: all that waits there must be at hand.
        public var letGo: Set<ParkingKey> = []
        /// Keys behind which too many waited: what waits there and is not at hand is refused as well.
        public var overflown: Set<ParkingKey> = []

        @inlinable
        init(outcomes: [Outcome]) { self.outcomes = outcomes }
    }

    @usableFromInline let facts: [Event]
    @usableFromInline let limits: ParkingLimits
    @usableFromInline var triage: Triage<ParkingKey>
    @usableFromInline var knowledge: Knowledge
    /// The events at hand that wait behind a key, in their order.
    @usableFromInline var behind: [ParkingKey: [Int]] = [:]
    @usableFromInline var decision: Decision

    /// Sorts `facts` by what is known; those that waited go with the keys of `arrived` or with the event they waited
    /// for, all others in their order.
    @inlinable
    public static func sort(
        _ facts: [Event], knowing knowledge: Knowledge, arrived: [ParkingKey] = [],
        limits: ParkingLimits = ParkingLimits()
    ) -> Decision {
        var sorter = Sorter(facts, knowledge, limits)
        sorter.decision.touched.formUnion(arrived)
        sorter.decision.letGo.formUnion(arrived)
        for key in arrived { sorter.place(sorter.release(key)) }
        for number in facts.indices where facts[number].waitsBehind == nil { sorter.take(number) }
        sorter.decision.touched.formUnion(sorter.behind.keys)
        return sorter.decision
    }

    @inlinable
    init(_ facts: [Event], _ knowledge: Knowledge, _ limits: ParkingLimits) {
        self.facts = facts
        self.limits = limits
        self.knowledge = knowledge
        var outcomes = [Outcome](repeating: .duplicate, count: facts.count)
        for (number, fact) in facts.enumerated() {
            guard let key = fact.waitsBehind else { continue }
            outcomes[number] = .parked(key)
            self.behind[key, default: []].append(number)
        }
        var known = knowledge.triage
        known.parked.formUnion(self.behind.keys)
        known.present.reserveCapacity(known.present.count + facts.count)
        self.triage = Triage(known)
        self.decision = Decision(outcomes: outcomes)
    }

    @inlinable
    mutating func take(_ number: Int) {
        switch self.triage.sort(self.facts[number].candidate) {
        case .apply: self.place(self.apply(number))
        case .duplicate: self.decision.outcomes[number] = .duplicate
        case .conflict: self.decision.outcomes[number] = .refused(self.facts[number].refusalOfConflict)
        case .park(let key): self.park(number, behind: key)
        }
    }

    /// Places events that waited, in their order; each is followed at once by those that waited for it.
    @inlinable
    mutating func place(_ numbers: [Int]) {
        var stack = Array(numbers.reversed())
        while let number = stack.popLast() {
            let candidate = self.facts[number].candidate
            if case .park(let key) = self.triage.place(candidate) {
                self.park(number, behind: key)
            } else {
                stack += self.apply(number).reversed()
            }
        }
    }

    /// Lets an event take effect; returns those that waited for it.
    @inlinable
    mutating func apply(_ number: Int) -> [Int] {
        let fact = self.facts[number]
        self.decision.outcomes[number] = .applied
        self.decision.applied.append(number)
        guard fact.isVersion else { return [] }
        // Others may wait for an event that waited itself, or that was announced by whoever waits; of no other event
        // anybody can know.
        if fact.waitsBehind != nil || self.knowledge.awaited.contains(fact.identity) {
            self.decision.touched.insert(.target(fact.identity))
            self.decision.letGo.insert(.target(fact.identity))
        }
        guard !self.behind.isEmpty else { return [] }
        return self.release(.target(fact.identity))
    }

    /// The events at hand behind a key, let go; none as long as others wait before them that are not at hand.
    @inlinable
    mutating func release(_ key: ParkingKey) -> [Int] {
        guard self.knowledge.waiting[key, default: 0] == 0 else { return [] }
        self.triage.release(key)
        return self.behind.removeValue(forKey: key) ?? []
    }

    @inlinable
    mutating func park(_ number: Int, behind key: ParkingKey) {
        guard key.mayCome else { return self.refuse(number, missing: key) }
        let fact = self.facts[number]
        let source = fact.source
        let count = self.knowledge.waiting[key, default: 0] + (self.behind[key]?.count ?? 0)
        var ofSource = self.knowledge.waitingOfSource[source, default: 0]
        if fact.waitsBehind == nil { ofSource += 1 }
        guard count < self.limits.keyRecords, ofSource <= self.limits.sourceRecords else {
            self.refuse(behind: key)
            self.refuse(number, missing: key)
            return
        }
        // Its row is there already, made by those that wait for it, and may only be written under their key's lock.
        if self.knowledge.awaited.contains(fact.identity) {
            self.decision.touched.insert(.target(fact.identity))
        }
        self.knowledge.waitingOfSource[source] = ofSource
        self.behind[key, default: []].append(number)
        self.decision.outcomes[number] = .parked(key)
    }

    /// Refuses all that waits behind a key; who comes later waits anew.
    @inlinable
    mutating func refuse(behind key: ParkingKey) {
        self.decision.touched.insert(key)
        self.decision.overflown.insert(key)
        for number in self.behind.removeValue(forKey: key) ?? [] {
            self.refuse(number, missing: key)
            self.knowledge.waitingOfSource[self.facts[number].source, default: 1] -= 1
        }
        self.knowledge.waiting[key] = nil
        self.triage.release(key)
    }

    @inlinable
    mutating func refuse(_ number: Int, missing key: ParkingKey) {
        self.decision.outcomes[number] = .refused(self.facts[number].refusal(missing: key))
        guard self.facts[number].waitsBehind != nil else { return }
        // Its identity is given up, which whoever waits for it must be able to notice.
        self.decision.touched.insert(.target(self.facts[number].identity))
    }
}
