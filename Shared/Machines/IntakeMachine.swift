public import Crypto

// What the loop decides when it takes records in: which are new, what is written, and what an answer means.
//
// The machine does nothing itself. It is told what happened and returns what to do; the same type runs in the services,
// on Kafka and PostgreSQL, and in the simulation, on a log and a store that lie, lose and crash.

/// The records of one poll, as the machine needs to know them.
public protocol Arrival: Sendable {
    /// How many records there are.
    var count: Int { get }
    /// The partitions that the records lie in.
    var partitions: [Partition] { get }
    /// The partition of record `index`, as its place in `partitions`.
    func partition(at index: Int) -> Int
    /// The offset of record `index`.
    func offset(at index: Int) -> Int64
    /// The first 16 bytes of SHA-256 over the key and the value of record `index`.
    func fingerprint(at index: Int) -> Digest16
    /// Partitions (of `partitions`) whose end was reached: the offset behind all they hold, transaction markers too.
    var ends: [Partition: Int64] { get }
}

/// Decides, for one member of a consumer group, what becomes of the records it is handed.
public struct IntakeMachine<Records: Arrival>: Sendable {
    /// What happened.
    public enum Event: Sendable {
        /// The group gave these partitions to this member.
        case assigned([Partition])
        /// The store's answer to `claim`.
        case claimed([Claim])
        /// The store could not answer `claim` in time.
        case claimFailed([Partition], reason: String)
        /// The group took these partitions away.
        case revoked([Partition])
        /// A poll brought records.
        case arrived(Records)
        /// The client could not read a partition at `offset`.
        case unreadable(Partition, offset: Int64?, reason: String)
        /// The partition holds no record at the offset asked for; these are the bounds it has.
        case outOfRange(Partition, low: Int64, high: Int64)
        /// The store's answer to `write`.
        case wrote(WriteOutcome)
        /// The store's answer to `settle`: the rows as they stand.
        case settled([Claim])
        /// A pause asked for by `wait` is over.
        case waited
    }

    /// What to do.
    public enum Action: Sendable {
        /// Raise the epochs of these partitions and answer with their rows.
        case claim([Partition])
        /// Answer the group: read these partitions from here, and no other that it offered.
        case assign([Partition: StartingPoint])
        /// Write these records, and advance, in one transaction.
        case write(Write<Records>)
        /// Reconnect and read the rows of these partitions: a commit's answer was lost.
        case settle([Partition])
        /// Come back after so many milliseconds.
        case wait(milliseconds: Int64)
        /// Read a partition again from here.
        case seek(Partition, StartingPoint)
        /// Tell the broker how far these partitions are, for its lag figures only.
        case report([Partition: Int64])
        /// Leave the group and join it again: somebody else owns a partition that this member believed its own.
        case rejoin
        /// Read no more of this partition, and say why where an operator looks.
        case stop(Partition, StopReason)
        /// The batch in hand is finished: the next may come.
        case finished
    }

    private enum Stage: Sendable {
        case claiming
        /// The record at the landmark is read again first, to prove that the topic is still the same.
        case proving(Claim)
        case running(Claim)
        case stopped
    }

    /// After so many races in a row the database is believed to refuse the records themselves.
    private static var raceLimit: Int { 10 }

    private var stages: [Partition: Stage] = [:]
    private var work = Work<Records>()
    private var backOff = BackOff()

    /// A machine that owns nothing yet.
    public init() {}

    /// The partitions that this member may write for.
    public var owned: [Partition] { self.stages.keys.sorted() }

    /// Whether a batch is in hand; while it is, no other may arrive.
    public var isBusy: Bool { !self.work.isEmpty }

    /// Where the next record of `partition` is expected; absent where it is not owned or stopped.
    public func position(of partition: Partition) -> Int64? {
        switch self.stages[partition] {
        case .proving(let claim), .running(let claim): claim.position
        case .claiming, .stopped, nil: nil
        }
    }

    /// Takes in what happened and returns what to do, in order.
    public mutating func step(_ event: Event) -> [Action] {
        switch event {
        case .assigned(let partitions):
            for partition in partitions {
                self.leave(partition)
                self.stages[partition] = .claiming
            }
            return [.claim(partitions.sorted())]
        case .claimed(let claims):
            let starts = self.start(claims)
            let positions = claims.filter { starts[$0.partition] != nil }.map { ($0.partition, $0.position) }
            return [.assign(starts), .report(Dictionary(uniqueKeysWithValues: positions))]
        case .claimFailed(let partitions, _):
            for partition in partitions { self.leave(partition) }
            return [.assign([:]), .rejoin]
        case .revoked(let partitions):
            for partition in partitions { self.leave(partition) }
            return []
        case .arrived(let records):
            return self.take(records)
        case .unreadable(let partition, let offset, let reason):
            return self.stop(partition, .unreadable(offset: offset, reason: reason))
        case .outOfRange(let partition, let low, let high):
            return self.bound(partition, low: low, high: high)
        case .wrote(let outcome):
            return self.conclude(outcome)
        case .settled(let rows):
            return self.settle(rows)
        case .waited:
            return self.next()
        }
    }

    /// Owns a partition no longer, and writes nothing of it that is in hand: whoever takes it over, and be it this
    /// member, reads it from where the row says, which in a database that has gone back lies before the batch.
    private mutating func leave(_ partition: Partition) {
        self.stages[partition] = nil
        self.work.left.insert(partition)
    }

    private mutating func start(_ claims: [Claim]) -> [Partition: StartingPoint] {
        var starts: [Partition: StartingPoint] = [:]
        for claim in claims {
            // Revoked while the store was asked: the answer comes too late to count.
            guard self.stages[claim.partition] != nil else { continue }
            if let landmark = claim.landmark {
                self.stages[claim.partition] = .proving(claim)
                starts[claim.partition] = .offset(landmark.offset)
            } else {
                self.stages[claim.partition] = .running(claim)
                starts[claim.partition] = claim.position == 0 ? .beginning : .offset(claim.position)
            }
        }
        return starts
    }

    private mutating func take(_ records: Records) -> [Action] {
        precondition(self.work.isEmpty, "a batch arrived while another was in hand")
        let partitions = records.partitions
        var actions: [Action] = []
        var stages = partitions.map { self.stages[$0] }
        var fresh: [Int] = []
        fresh.reserveCapacity(records.count)
        for index in 0..<records.count {
            let place = records.partition(at: index)
            if case .proving(let claim)? = stages[place] {
                if self.proves(claim, records, index) {
                    self.stages[partitions[place]] = .running(claim)
                } else {
                    actions += self.stop(partitions[place], .replaced(position: claim.position))
                }
                stages[place] = self.stages[partitions[place]]
            }
            guard case .running(let claim)? = stages[place] else { continue }
            if records.offset(at: index) >= claim.position { fresh.append(index) }
        }
        for (partition, end) in records.ends {
            // Where the landmark itself is gone, nothing comes that could prove or disprove anything.
            guard let position = self.position(of: partition), end < position else { continue }
            actions += self.stop(partition, .cutOff(position: position, end: end))
        }
        self.work = Work(records: records, fresh: fresh)
        return actions + self.next()
    }

    /// Whether the first record read again is the one that was applied last. Where retention has taken it away, what
    /// comes is a later one, and nothing contradicts the position.
    private func proves(_ claim: Claim, _ records: Records, _ index: Int) -> Bool {
        guard let landmark = claim.landmark, records.offset(at: index) == landmark.offset else {
            return records.offset(at: index) >= claim.position
        }
        return records.fingerprint(at: index) == landmark.fingerprint
    }

    /// The next write of the batch in hand, or its end.
    private mutating func next() -> [Action] {
        while let segment = self.work.current {
            let claims = segment.records.partitions.map { partition -> Claim? in
                guard !self.work.left.contains(partition), case .running(let claim)? = self.stages[partition] else {
                    return nil
                }
                return claim
            }
            if let write = segment.write(under: claims) { return [.write(write)] }
            // Nothing of it is ours any more.
            self.work.drop()
        }
        return [.finished]
    }

    private mutating func conclude(_ outcome: WriteOutcome) -> [Action] {
        guard let segment = self.work.current else { return [] }
        switch outcome {
        case .committed(let advances):
            self.backOff.reset()
            self.work.drop()
            let reached = self.advance(advances)
            return (reached.isEmpty ? [] : [.report(reached)]) + self.next()
        case .fenced(let steps):
            return self.giveUp(steps) + self.next()
        case .unknown(let advances):
            self.work.unsettled = advances
            return [.settle(advances.map(\.partition))]
        case .raced where self.work.races < Self.raceLimit:
            self.work.races += 1
            return [.wait(milliseconds: self.backOff.next(limit: 200))]
        case .raced, .refused:
            // A race is over when the other has committed; what is refused again and again is refused for itself.
            self.work.halve(segment)
            return self.next()
        case .failed:
            return [.wait(milliseconds: self.backOff.next(limit: 5_000))]
        }
    }

    /// What the rows say after a commit whose answer was lost: it took effect, it did not, or somebody else came.
    private mutating func settle(_ rows: [Claim]) -> [Action] {
        guard let advances = self.work.unsettled else { return [] }
        self.work.unsettled = nil
        let found = Dictionary(rows.map { ($0.partition, $0) }, uniquingKeysWith: { first, _ in first })
        let fenced = advances.filter { found[$0.partition]?.epoch != $0.epoch }
        // One transaction advances all of them or none; those that are still ours tell for all.
        let ours = advances.filter { found[$0.partition]?.epoch == $0.epoch }
        if ours.isEmpty { return self.conclude(.fenced(fenced)) }
        let hasCommitted = ours.allSatisfy { found[$0.partition]?.position == $0.to }
        let actions = self.giveUp(fenced)
        return actions + (hasCommitted ? self.conclude(.committed(advances)) : self.next())
    }

    /// Owns partitions no longer that somebody else has claimed; one that this member itself has claimed anew since
    /// then stays.
    private mutating func giveUp(_ steps: [Advance]) -> [Action] {
        var isAnyGone = false
        for step in steps {
            switch self.stages[step.partition] {
            case .proving(let claim), .running(let claim):
                guard claim.epoch == step.epoch else { continue }
                self.leave(step.partition)
                isAnyGone = true
            case .claiming, .stopped, nil: continue
            }
        }
        return isAnyGone ? [.rejoin] : []
    }

    private mutating func advance(_ advances: [Advance]) -> [Partition: Int64] {
        var reached: [Partition: Int64] = [:]
        for step in advances {
            // Revoked while it was written: the next owner starts from the row, not from here.
            guard case .running(var claim)? = self.stages[step.partition], claim.epoch == step.epoch else { continue }
            claim.position = step.to
            claim.landmark = step.landmark ?? claim.landmark
            self.stages[step.partition] = .running(claim)
            reached[step.partition] = step.to
        }
        return reached
    }

    private mutating func bound(_ partition: Partition, low: Int64, high: Int64) -> [Action] {
        guard let position = self.position(of: partition) else { return [] }
        if high < position { return self.stop(partition, .cutOff(position: position, end: high)) }
        if low > position { return self.stop(partition, .lost(position: position, low: low)) }
        if case .proving(let claim)? = self.stages[partition] {
            if let landmark = claim.landmark, landmark.offset >= low {
                return [.seek(partition, .offset(landmark.offset))]
            }
            // Retention has taken the landmark away, and nothing that was not read.
            self.stages[partition] = .running(claim)
        }
        return [.seek(partition, .offset(position))]
    }

    private mutating func stop(_ partition: Partition, _ reason: StopReason) -> [Action] {
        guard self.stages[partition] != nil else { return [] }
        self.stages[partition] = .stopped
        return [.stop(partition, reason)]
    }
}
