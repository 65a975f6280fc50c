/// What a verdict rests on, gathered only when somebody asks: verdicts themselves are made without it.
struct Evidence {
    private(set) var counted: [CountedRecord] = []
    private(set) var notCounted: [UncountedRecord] = []
    private(set) var sources: [SourceStanding] = []
    private(set) var count: MemberCount?
    private(set) var committee: CommitteeInOffice?
    private(set) var waiver: Waiver?
    /// Of the records that do not count, those that took place in time, with what they lack.
    private(set) var insufficient: [InsufficientRecord] = []

    init(_ requirement: Requirement, _ facts: UnitFacts, of duty: Duty?, _ view: Viewpoint) {
        let day = min(duty?.window.through ?? view.day, view.day)
        self.waiver = facts.waiver(of: requirement.id, on: day, view)
        switch requirement.criterion {
        case .limit:
            self.count = facts.count(view)
            self.committee = facts.committee(on: view.day, view)
        case .term: self.committee = facts.committee(on: day, view)
        case .cadence(let cadence):
            if requirement.binds.committee != nil { self.committee = facts.committee(on: day, view) }
            self.gather(cadence.record, facts, of: duty, view)
        case .deadline(let deadline): self.gather(deadline.record, facts, of: duty, view)
        case .reminder(let rule): self.gather(rule.record, facts, of: duty, view)
        }
    }

    private mutating func gather(_ rule: RecordRule, _ facts: UnitFacts, of duty: Duty?, _ view: Viewpoint) {
        guard let duty else { return }
        self.sources = facts.sources(of: rule.kind, on: min(duty.window.through, view.day), view)
        // Where it is kept in time, what came later does not matter.
        let isInTime = duty.verdict == .met && !duty.isLate
        let period = Period(
            from: duty.window.from,
            through: isInTime ? duty.window.through : duty.slot.late?.through ?? duty.window.through)
        var looked: [(index: Int, reason: UncountedReason?)] = []
        for versions in facts.versionsOfRecords { looked += facts.lookedAt(versions, rule, in: period, view) }
        looked.sort { left, right in
            let (left, right) = (facts.records[left.index], facts.records[right.index])
            return (left.started, left.source, left.id) < (right.started, right.source, right.id)
        }
        for (index, reason) in looked {
            let record = facts.records[index]
            guard let reason else {
                self.counted.append(CountedRecord(record))
                continue
            }
            self.notCounted.append(
                UncountedRecord(source: record.source, id: record.id, occurred: record.started, reason: reason))
            switch reason {
            case .segmentMissing, .segmentShort, .noQuorum, .noCommittee, .notBySuperior:
                let size = rule.quorum.flatMap { facts.size(of: $0.of, at: index, view) }
                self.insufficient.append(InsufficientRecord(record: record, reason: reason, size: size))
            case .detailMissing, .retracted, .superseded, .outsideWindow: break
            }
        }
    }
}

/// A record that took place in time and lacks something.
struct InsufficientRecord {
    let record: RecordVersion
    let reason: UncountedReason
    /// How many make up the meeting, where a quorum is asked.
    let size: Int?
}

extension UnitFacts {
    /// The versions of one record that were looked at for a period, each with the reason why it does not count. A
    /// record is looked at where any version of it that is known took place within the period.
    fileprivate func lookedAt(
        _ versions: Range<Int>, _ rule: RecordRule, in period: Period, _ view: Viewpoint
    ) -> [(Int, UncountedReason?)] {
        let known = versions.filter { self.records[$0].recorded <= view.knownAt }
        let within = known.filter { self.isHeld($0, rule, within: period, view) }
        guard !within.isEmpty else { return [] }
        let standing = self.standing(among: versions, knownAt: view.knownAt)
        let newest = known.last { self.records[$0].state != .retracted }
        var looked = within.map { index -> (Int, UncountedReason?) in
            if index == standing { return (index, self.objection(to: index, rule, view)) }
            return (index, standing == nil && index == newest ? .retracted : .superseded)
        }
        if let standing, !within.contains(standing), self.records[standing].state == .held,
            self.records[standing].kind == rule.kind, rule.concerns(self.records[standing].detail)
        {
            looked.append((standing, .outsideWindow))
        }
        return looked
    }
}

extension CountedRecord {
    /// A source may claim an early time of recording; where acceptance came more than a day later, both are shown.
    fileprivate init(_ version: RecordVersion) {
        self.init(
            source: version.source, id: version.id, occurred: version.started, recorded: version.recorded,
            accepted: version.accepted.isMoreThanADay(after: version.recorded) ? version.accepted : nil)
    }
}
