/// What a verdict rests on, gathered only when somebody asks: verdicts themselves are made without it.
struct Evidence {
    private(set) var counted: [CountedRecord] = []
    private(set) var notCounted: [UncountedRecord] = []
    private(set) var sources: [SourceStanding] = []
    private(set) var count: MemberCount?
    /// Of the records that do not count, those that took place in time, with their faults.
    private(set) var insufficient: [RecordVersion] = []

    init(_ criterion: Criterion, _ facts: UnitFacts, in window: Period?, _ view: Viewpoint) {
        switch criterion {
        case .limit:
            self.count = facts.count(view)
        case .cadence(let cadence):
            guard let window else { return }
            self.sources = facts.sources(of: cadence.kind, on: min(window.through, view.day), view)
            self.gather(cadence, facts, in: window, view)
        }
    }

    private mutating func gather(_ cadence: Cadence, _ facts: UnitFacts, in window: Period, _ view: Viewpoint) {
        var looked: [(record: RecordVersion, reason: UncountedReason?)] = []
        for versions in facts.versionsOfRecords {
            looked += facts.lookedAt(versions, cadence, in: window, view)
        }
        looked.sort {
            ($0.record.started, $0.record.source, $0.record.id) < ($1.record.started, $1.record.source, $1.record.id)
        }
        for (record, reason) in looked {
            guard let reason else {
                self.counted.append(CountedRecord(record))
                continue
            }
            self.notCounted.append(UncountedRecord(source: record.source, id: record.id, reason: reason))
            switch reason {
            case .segmentMissing, .segmentShort: self.insufficient.append(record)
            case .detailMissing, .retracted, .superseded, .outsideWindow: break
            }
        }
    }
}

extension UnitFacts {
    /// The versions of one record that were looked at for a window, each with the reason why it does not count. A
    /// record is looked at where any version of it that is known took place within the window.
    fileprivate func lookedAt(
        _ versions: Range<Int>, _ cadence: Cadence, in window: Period, _ view: Viewpoint
    ) -> [(RecordVersion, UncountedReason?)] {
        let known = versions.filter { self.records[$0].recorded <= view.knownAt }
        let within = known.filter { self.isHeld($0, cadence.kind, within: window, view) }
        guard !within.isEmpty else { return [] }
        let standing = self.standing(among: versions, knownAt: view.knownAt)
        let newest = known.last { self.records[$0].state != .retracted }
        var looked = within.map { index -> (RecordVersion, UncountedReason?) in
            let version = self.records[index]
            if index == standing { return (version, cadence.objection(to: version.detail)) }
            return (version, standing == nil && index == newest ? .retracted : .superseded)
        }
        if let standing, !within.contains(standing), self.records[standing].state == .held,
            self.records[standing].kind == cadence.kind
        {
            looked.append((self.records[standing], .outsideWindow))
        }
        return looked
    }
}

extension CountedRecord {
    /// A source may claim an early time of recording; where acceptance came more than a day later, both are shown.
    fileprivate init(_ version: RecordVersion) {
        let isFarApart = version.accepted.adding(seconds: -secondsPerDay) > version.recorded
        self.init(
            source: version.source, id: version.id, occurred: version.started, recorded: version.recorded,
            accepted: isFarApart ? version.accepted : nil)
    }
}
