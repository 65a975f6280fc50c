// What the relay sends next: each lane of the journal in order, marked only after the broker has acknowledged it.

/// An entry of the journal on its way out.
public protocol Publishable: Sendable {
    /// The lane it lies in, 0 to 47.
    var lane: Int { get }
    /// Its position in the lane, from 1, without gaps.
    var position: Int64 { get }
}

/// Decides for the one relay of a service.
public struct RelayMachine<Entry: Publishable>: Sendable {
    /// How the broker answered for one entry.
    public enum Delivery: Hashable, Sendable {
        /// Acknowledged.
        case delivered
        /// Not acknowledged; it may or may not be there.
        case unanswered
        /// The broker will never take it.
        case refused(reason: String)
    }

    /// What happened.
    public enum Event: Sendable {
        /// The lease is ours, with this token; each lane is published up to here.
        case leased(token: Int64, published: [Int: Int64])
        /// Somebody else holds the lease, or the store did not answer.
        case notLeased
        /// The journal holds these entries behind the ones that were sent, and none behind them where they are all.
        case read([Entry], areAll: Bool)
        /// The store did not answer.
        case storeFailed
        /// The broker's answers, in the order of the entries that were sent.
        case sent([Delivery])
        /// The published positions are stored under our lease.
        case marked
        /// The lease has passed to somebody else.
        case leaseLost
        /// New entries were announced, or are looked for at the start.
        case woke
        /// A pause is over, and nothing was announced in it.
        case rested
    }

    /// What to do.
    public enum Action: Sendable {
        /// Ask for the lease, and for the published positions.
        case lease
        /// Read what lies behind these positions, by lane.
        case read(after: [Int: Int64])
        /// Send these, in this order, and answer for each.
        case send([Entry])
        /// Store these positions, provided that the lease is still held with this token; `durably` so that they outlive
        /// a fall of the server.
        case mark([Int: Int64], token: Int64, durably: Bool)
        /// Come back after so many milliseconds, or as soon as new entries are announced; they may have been already
        /// since the last reading.
        case wait(milliseconds: Int64)
        /// Say where an operator looks that the broker refuses an entry: its lane goes no further.
        case refused(Entry, reason: String)
    }

    private enum Phase: Sendable {
        case idle
        case leasing
        case reading
        case sending([Entry], areAll: Bool)
        /// With nothing to read behind what is marked, where `isDone`.
        case marking([Int: Int64], durably: Bool, isDone: Bool)
    }

    private var phase = Phase.idle
    /// The lease that this process holds, as far as it knows.
    public private(set) var token: Int64?
    private var published: [Int: Int64] = [:]
    /// What was marked and not durably: a server that falls may have forgotten it, and nobody hears of that.
    private var forgettable: [Int: Int64] = [:]
    /// How often it has marked in haste since it last marked durably.
    private var hastyMarks = 0
    /// So often at most, where news never ceases.
    private static var hastyLimit: Int { 100 }
    private var refusedLanes: Set<Int> = []
    private var backOff = BackOff()
    /// How long it waits where there is nothing to send: longer each time, for what this process writes is announced,
    /// and only what another one of the service writes has to be found.
    private var idlePause = Self.shortestPause
    private static var shortestPause: Int64 { 200 }
    private static var longestPause: Int64 { 1_000 }

    /// A relay that holds no lease yet.
    public init() {}

    /// Whether the broker refuses the next entry of some lane.
    public var isHeldUp: Bool { !self.refusedLanes.isEmpty }

    /// Takes in what happened and returns what to do.
    public mutating func step(_ event: Event) -> [Action] {
        switch (self.phase, event) {
        case (.idle, .woke): return self.begin()
        case (.idle, .rested): return self.recall()
        case (.leasing, .leased(let token, let published)):
            self.token = token
            self.published = published
            (self.forgettable, self.hastyMarks) = ([:], 0)
            return self.read()
        case (.leasing, .notLeased):
            self.phase = .idle
            return [.wait(milliseconds: 1_000)]
        case (.reading, .read(let entries, let areAll)): return self.send(entries, areAll: areAll)
        case (.reading, .storeFailed), (.marking, .storeFailed): return self.retry()
        case (.sending(let entries, let areAll), .sent(let answers)):
            return self.conclude(entries, answers, areAll: areAll)
        case (.marking(let reached, let durably, let isDone), .marked):
            self.published.merge(reached) { _, new in new }
            self.hastyMarks = durably ? 0 : self.hastyMarks + 1
            if durably { self.forgettable = [:] } else { self.forgettable.merge(reached) { _, new in new } }
            return isDone ? self.rest() : self.read()
        case (_, .leaseLost):
            // Whoever holds it now starts from what is marked; what we sent beyond it is sent twice, never lost.
            self.token = nil
            self.phase = .idle
            return [.wait(milliseconds: 1_000)]
        default: return []
        }
    }

    private mutating func begin() -> [Action] {
        // What was refused is tried again now and then: a grant or a limit may have been mended.
        self.refusedLanes = []
        guard self.token != nil else {
            self.phase = .leasing
            return [.lease]
        }
        return self.read()
    }

    private mutating func read() -> [Action] {
        self.phase = .reading
        return [.read(after: self.published.filter { !self.refusedLanes.contains($0.key) })]
    }

    private mutating func retry() -> [Action] {
        self.phase = .idle
        return [.wait(milliseconds: self.backOff.next(limit: 5_000))]
    }

    /// Marks durably, after a pause without any news, what it had marked in haste: the next mark of a lane may be long
    /// in coming.
    private mutating func recall() -> [Action] {
        guard let token = self.token, !self.forgettable.isEmpty else { return self.begin() }
        self.refusedLanes = []
        return self.mark(self.forgettable, token, durably: true, isDone: false)
    }

    private mutating func send(_ entries: [Entry], areAll: Bool) -> [Action] {
        guard !entries.isEmpty else { return self.rest() }
        self.idlePause = Self.shortestPause
        self.phase = .sending(entries, areAll: areAll)
        return [.send(entries)]
    }

    private mutating func rest() -> [Action] {
        self.phase = .idle
        defer { self.idlePause = min(self.idlePause * 2, Self.longestPause) }
        return [.wait(milliseconds: self.isHeldUp ? 5_000 : self.idlePause)]
    }

    private mutating func conclude(_ entries: [Entry], _ answers: [Delivery], areAll: Bool) -> [Action] {
        var actions: [Action] = []
        var reached: [Int: Int64] = [:]
        var broken: Set<Int> = []
        for (entry, answer) in zip(entries, answers) where !broken.contains(entry.lane) {
            switch answer {
            case .delivered: reached[entry.lane] = entry.position
            case .unanswered: broken.insert(entry.lane)
            case .refused(let reason):
                broken.insert(entry.lane)
                self.refusedLanes.insert(entry.lane)
                actions.append(.refused(entry, reason: reason))
            }
        }
        if broken.isEmpty { self.backOff.reset() }
        guard let token = self.token, !reached.isEmpty else { return actions + self.retry() }
        let durably = self.hastyMarks >= Self.hastyLimit
        if durably { reached.merge(self.forgettable) { new, _ in new } }
        return actions + self.mark(reached, token, durably: durably, isDone: areAll && broken.isEmpty)
    }

    private mutating func mark(_ reached: [Int: Int64], _ token: Int64, durably: Bool, isDone: Bool) -> [Action] {
        self.phase = .marking(reached, durably: durably, isDone: isDone)
        return [.mark(reached, token: token, durably: durably)]
    }
}
