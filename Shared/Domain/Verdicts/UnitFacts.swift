/// All that is known of one unit, at any time and unfiltered: what a verdict rests on.
///
/// Whoever loads it may give the facts in any order; they are sorted here once, so that a verdict never depends on the
/// order and the newest of several versions is always the last that fits.
public struct UnitFacts: Sendable {
    /// The unit.
    public let unit: UnitCode
    /// The register's rows of the unit and of every unit that ever stood above it.
    public let units: [UnitVersion]
    /// The unit's counts.
    public let counts: [MemberCount]
    /// What the register says of the unit's committee.
    public let committees: [CommitteeVersion]
    /// What sources report for the unit or for a unit that ever stood above it.
    public let duties: [ReportingDuty]
    /// The watermarks of those sources.
    public let watermarks: [Watermark]
    /// The versions of the records that ever stood at the unit.
    public private(set) var records: [RecordVersion] = []
    /// The refused records that name the unit.
    public private(set) var deadLetters: [DeadLetter] = []
    /// The waivers that were ever given to the unit.
    public let waivers: [Waiver]

    /// Where the unit's own rows lie in `units`.
    let ownRows: Range<Int>
    /// Where the versions of each record lie in `records`.
    private(set) var versionsOfRecords: [Range<Int>] = []
    /// What took place, by kind and by when it began: a window looks only at what lies in it, however long the unit's
    /// history is.
    private(set) var heldOfKind: [HeldOfKind] = []

    /// All that is known of a unit, in any order.
    public init(
        unit: UnitCode, units: [UnitVersion], counts: [MemberCount] = [], committees: [CommitteeVersion] = [],
        duties: [ReportingDuty] = [], watermarks: [Watermark] = [], records: [RecordVersion] = [],
        deadLetters: [DeadLetter] = [], waivers: [Waiver] = []
    ) {
        self.unit = unit
        let rows = units.sorted { left, right in
            (left.code, left.from, left.recorded, left.order) < (right.code, right.from, right.recorded, right.order)
        }
        self.units = rows
        self.ownRows = rows.runs { $0.code == $1.code }.first { rows[$0.lowerBound].code == unit } ?? 0..<0
        self.counts = counts.sorted { ($0.date, $0.recorded, $0.order) < ($1.date, $1.recorded, $1.order) }
        self.committees = committees.sorted { left, right in
            (left.date, left.recorded, left.order) < (right.date, right.recorded, right.order)
        }
        self.duties = duties.sorted { left, right in
            (left.source, left.unit, left.recorded, left.order)
                < (right.source, right.unit, right.recorded, right.order)
        }
        self.watermarks = watermarks.sorted { left, right in
            (left.source, left.recorded, left.order) < (right.source, right.recorded, right.order)
        }
        self.waivers = waivers.sorted { ($0.recorded, $0.order) < ($1.recorded, $1.order) }
        self.set(records, deadLetters)
    }

    /// The same with these records and letters in place of those that it has.
    public func with(_ records: [RecordVersion], _ deadLetters: [DeadLetter]) -> UnitFacts {
        var facts = self
        facts.set(records, deadLetters)
        return facts
    }

    private mutating func set(_ records: [RecordVersion], _ deadLetters: [DeadLetter]) {
        let versions = records.sorted { left, right in
            (left.record, left.recorded, left.revision) < (right.record, right.recorded, right.revision)
        }
        self.records = versions
        self.versionsOfRecords = versions.runs { $0.record == $1.record }
        self.heldOfKind = versions.held(in: self.versionsOfRecords)
        self.deadLetters = deadLetters
    }

    /// The register's row that speaks for the unit on the as-of day, also where the unit has ended by then.
    public func version(asOf: Instant, knownAt: Instant) -> UnitVersion? {
        let view = Viewpoint(asOf: asOf, knownAt: knownAt)
        return self.row(on: view.day, view).map { self.units[$0] }
    }

    /// Whether the unit exists on the as-of day.
    public func exists(asOf: Instant, knownAt: Instant) -> Bool {
        let view = Viewpoint(asOf: asOf, knownAt: knownAt)
        return self.exists(throughout: Period(from: view.day, through: view.day), view)
    }

    /// The unit and those above it on the as-of day, from the top, as `/c/g-02/b-0103`.
    public func path(asOf: Instant, knownAt: Instant) -> String {
        let view = Viewpoint(asOf: asOf, knownAt: knownAt)
        return self.lineage(on: view.day, view).reversed().map { "/\($0)" }.joined()
    }
}

/// The versions by which something of a kind took place, in the order in which it began. Kinds are few: looking
/// through them is quicker than hashing.
struct HeldOfKind: Sendable {
    let kind: ActivityKind
    let versions: [HeldVersion]
}

/// A version by which something took place.
struct HeldVersion: Sendable {
    /// When it began.
    let started: Instant
    /// Where it lies in `UnitFacts.records`.
    let index: Int
    /// Where all versions of its record lie there.
    let versions: Range<Int>
}

extension [RecordVersion] {
    /// Of each kind the versions by which something took place, in the order in which it began.
    fileprivate func held(in runs: [Range<Int>]) -> [HeldOfKind] {
        var held: [ActivityKind: [HeldVersion]] = [:]
        for versions in runs {
            for index in versions where self[index].state == .held {
                held[self[index].kind, default: []].append(
                    HeldVersion(started: self[index].started, index: index, versions: versions))
            }
        }
        return held.map { HeldOfKind(kind: $0, versions: $1.sorted { $0.started < $1.started }) }
    }
}

extension Array {
    /// The ranges of neighbours that belong together.
    fileprivate func runs(_ belongTogether: (Element, Element) -> Bool) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        for index in self.indices where index + 1 == self.count || !belongTogether(self[index], self[index + 1]) {
            runs.append(start..<(index + 1))
            start = index + 1
        }
        return runs
    }
}
