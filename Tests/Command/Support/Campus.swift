import Domain
import Packs
import Testing

struct Campus {
    static let oa: SourceName = "/campus/oa"

    private var units: [UnitVersion] = []
    private var counts: [MemberCount] = []
    private var watermarks: [Watermark] = []
    private var records: [UnitCode: [RecordVersion]] = [:]
    private var order: Int64 = 0

    /// The committee and the general branch.
    init() {
        self.unit("c", .committee, above: nil)
        self.unit("g-02", .generalBranch, above: "c")
    }

    /// All that is known of a unit.
    func facts(_ unit: UnitCode) throws -> UnitFacts {
        let every = try #require(CalendarInterval("P1D"))
        let duty = ReportingDuty(
            source: Self.oa, name: "OA", owner: .person("p-1"), unit: "c", kinds: [.themeDay], every: every,
            recorded: .distantPast, order: 1)
        return UnitFacts(
            unit: unit, units: self.units, counts: self.counts.filter { $0.unit == unit }, duties: [duty],
            watermarks: self.watermarks, records: self.records[unit] ?? [])
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

    mutating func watermark(until: Instant) {
        self.watermarks.append(Watermark(source: Self.oa, until: until, recorded: until, order: self.next()))
    }

    mutating func held(_ unit: UnitCode, _ started: Instant, recorded: Instant? = nil, minutes: Int = 60) {
        var segments = SegmentMinutes()
        for part in SegmentPart.allCases { segments.add(minutes, to: part) }
        let order = self.next()
        let known = recorded ?? started
        self.records[unit, default: []].append(
            RecordVersion(
                record: RecordKey(high: 0, low: UInt64(order)), revision: order, source: Self.oa, id: "e-\(order)",
                state: .held, kind: .themeDay, started: started, recorded: known, accepted: known,
                detail: ActivityDetail(segments: segments)))
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
