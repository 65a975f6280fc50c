import Domain
import Packs
import Testing

struct Campus {
    static let oa: SourceName = "/campus/oa"

    private var units: [UnitVersion] = []
    private var counts: [MemberCount] = []
    private var committees: [CommitteeVersion] = []
    private var waivers: [Waiver] = []
    private var watermarks: [Watermark] = []
    private var records: [UnitCode: [RecordVersion]] = [:]
    private var order: Int64 = 0
    private let kinds: Set<ActivityKind>

    /// The committee and the general branch, and a source that reports these kinds of all units.
    init(reporting kinds: Set<ActivityKind> = [.themeDay]) {
        self.kinds = kinds
        self.unit("c", .committee, above: nil)
        self.unit("g-02", .generalBranch, above: "c")
    }

    /// All that is known of a unit.
    func facts(_ unit: UnitCode) throws -> UnitFacts {
        let every = try #require(CalendarInterval("P1D"))
        let duty = ReportingDuty(
            source: Self.oa, name: "OA", owner: .person("p-1"), unit: "c", kinds: self.kinds, every: every,
            recorded: .distantPast, order: 1)
        return UnitFacts(
            unit: unit, units: self.units, counts: self.counts.filter { $0.unit == unit },
            committees: self.committees.filter { $0.unit == unit }, duties: [duty], watermarks: self.watermarks,
            records: self.records[unit] ?? [], waivers: self.waivers.filter { $0.unit == unit })
    }

    /// Every unit in register order.
    func all() throws -> [UnitFacts] {
        var codes: [UnitCode] = []
        for unit in self.units where !codes.contains(unit.code) { codes.append(unit.code) }
        return try codes.map { try self.facts($0) }
    }

    mutating func unit(
        _ code: UnitCode, _ kind: UnitKind = .branch, above parent: UnitCode? = "g-02", name: String? = nil,
        through: Day? = nil
    ) {
        self.units.append(
            UnitVersion(
                code: code, name: name ?? "\(code)", kind: kind, parent: parent, from: day("2020-01-01"),
                through: through, recorded: .distantPast, order: self.next()))
    }

    mutating func members(_ unit: UnitCode, _ formal: Int) {
        self.counts.append(
            MemberCount(
                unit: unit, date: day("2021-01-01"), formal: formal, probationary: 0, recorded: .distantPast,
                order: self.next()))
    }

    mutating func committee(_ unit: UnitCode, elected date: Day, years: Int?, members: Int) {
        self.committees.append(
            CommitteeVersion(
                unit: unit, date: date, years: years, members: members, recorded: .distantPast, order: self.next()))
    }

    mutating func waive(_ unit: UnitCode, _ requirement: RequirementID, _ period: Period) {
        self.waivers.append(
            Waiver(
                id: "wv-\(unit)", unit: unit, requirement: requirement, period: period, basis: "实习离校", signer: "p-9",
                recorded: .distantPast, order: self.next()))
    }

    mutating func watermark(until: Instant, unit: UnitCode? = nil, recorded: Instant? = nil) {
        self.watermarks.append(
            Watermark(source: Self.oa, until: until, unit: unit, recorded: recorded ?? until, order: self.next()))
    }

    /// A theme day.
    mutating func held(
        _ unit: UnitCode, _ started: Instant, recorded: Instant? = nil, accepted: Instant? = nil, minutes: Int = 60
    ) {
        var segments = SegmentMinutes()
        for part in SegmentPart.allCases { segments.add(minutes, to: part) }
        self.held(
            unit, .themeDay, ActivityDetail(segments: segments), started, recorded: recorded, accepted: accepted)
    }

    mutating func held(
        _ unit: UnitCode, _ kind: ActivityKind, _ detail: ActivityDetail, _ started: Instant,
        recorded: Instant? = nil, accepted: Instant? = nil
    ) {
        let order = self.next()
        let known = recorded ?? started
        self.records[unit, default: []].append(
            RecordVersion(
                record: RecordKey(high: 0, low: UInt64(order)), revision: order, source: Self.oa, id: "e-\(order)",
                state: .held, kind: kind, started: started, recorded: known, accepted: accepted ?? known,
                detail: detail))
    }

    private mutating func next() -> Int64 {
        self.order += 1
        return self.order
    }
}

/// The pack that comes with the program.
func samplePack() throws -> Pack {
    try #require(PackFolder.installed).pack("hbgyzy-2021")
}

/// A requirement of that pack.
func sampleRequirement(_ id: RequirementID) throws -> Requirement {
    try #require(samplePack().requirements.first { $0.id == id })
}

/// A day that a test writes.
func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("not a day: \(text)") }
    return day
}

/// A day's first instant, or an instant, that a test writes.
func at(_ text: String) -> Instant {
    guard let instant = Day(text)?.start ?? Instant(text) else { preconditionFailure("not an instant: \(text)") }
    return instant
}
