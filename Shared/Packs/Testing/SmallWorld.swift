internal import Domain

/// The little world that a test of a pack plays in: unit `b` below general branch `g` below committee `c`, all of them
/// there since 2000, and a source `/source` that reports everything for all and has sent all of it.
///
/// What a test tells of a unit or of sources takes the place of what the world says of them itself.
struct SmallWorld {
    private let kind: UnitKind
    private var units: [UnitVersion] = []
    private var counts: [MemberCount] = []
    private var committees: [CommitteeVersion] = []
    private var duties: [ReportingDuty] = []
    private var watermarks: [Watermark] = []
    private var records: [RecordVersion] = []
    private var deadLetters: [DeadLetter] = []
    private var waivers: [Waiver] = []
    private var recordIDs: [String] = []
    private var order: Int64 = 0

    static let unit: UnitCode = "b"
    static let source: SourceName = "/source"
    static let codes: [UnitCode] = ["b", "g", "c"]

    /// The world of a requirement: `b` is a branch, or of the first kind that is bound where branches are not.
    init(of requirement: Requirement) {
        let kinds = requirement.binds.kinds
        self.kind = kinds.contains(.branch) ? .branch : kinds.first ?? .branch
    }

    /// Takes the next fact in: what comes later took effect later.
    mutating func add(_ fact: SmallFact) {
        self.order += 1
        switch fact {
        case .activity(let id, let activity): self.records.append(self.version(of: id, activity))
        case .members(let formal, let probationary, let date, let recorded):
            self.counts.append(
                MemberCount(
                    unit: Self.unit, date: date, formal: formal, probationary: probationary, recorded: recorded,
                    order: self.order))
        case .committee(let members, let years, let date, let recorded):
            self.committees.append(
                CommitteeVersion(
                    unit: Self.unit, date: date, years: years, members: members, recorded: recorded, order: self.order))
        case .unit(let row):
            self.units.append(
                UnitVersion(
                    code: row.code, name: row.code.rawValue, kind: row.kind ?? self.kind(of: row.code),
                    category: row.category, parent: row.parent ?? self.parent(of: row.code), from: row.from,
                    through: row.through, recorded: row.recorded, order: self.order))
        case .waiver(let requirement, let period, let accepted, let revoked):
            self.waivers.append(
                Waiver(
                    id: "wv-\(self.order)", unit: Self.unit, requirement: requirement, period: period, basis: "-",
                    signer: "-", recorded: accepted,
                    revocation: revoked.map { Waiver.Revocation(recorded: $0, from: $0.day) }, order: self.order))
        case .deadLetter(let kind, let at, let code, let recorded, let ended):
            self.deadLetters.append(
                DeadLetter(unit: Self.unit, kind: kind, at: at, recorded: recorded, ended: ended, code: code))
        case .source(let name, let kinds, let unit): self.add(name, reporting: kinds, for: unit)
        case .watermark(let source, let until, let recorded):
            self.watermarks.append(
                Watermark(source: source, until: until, recorded: recorded, order: self.order))
        }
    }

    /// All that is known of `b`, with what nothing was told of as the world has it: sources have sent all up to `now`.
    func facts(upTo now: Instant) -> UnitFacts {
        var world = self
        for code in Self.codes where !self.units.contains(where: { $0.code == code }) {
            world.add(.unit(SmallFact.UnitRow(code: code, from: Self.beginning)))
        }
        if self.duties.isEmpty { world.add(Self.source, reporting: Set(ActivityKind.allCases), for: "c") }
        let sources = Set(world.duties.map(\.source)).subtracting(self.watermarks.map(\.source))
        for source in sources.sorted() { world.add(.watermark(source, until: now, recorded: .distantPast)) }
        return UnitFacts(
            unit: Self.unit, units: world.units, counts: world.counts, committees: world.committees,
            duties: world.duties, watermarks: world.watermarks, records: world.records,
            deadLetters: world.deadLetters, waivers: world.waivers)
    }

    private static let beginning = Day(daysSince1970: 10_957)

    private mutating func add(_ source: SourceName, reporting kinds: Set<ActivityKind>, for unit: UnitCode) {
        guard let daily = CalendarInterval("P1D") else { return }
        self.duties.append(
            ReportingDuty(
                source: source, name: source.rawValue, owner: .person("-"), unit: unit, kinds: kinds, every: daily,
                recorded: .distantPast, order: self.order))
    }

    private mutating func version(of id: String, _ activity: SmallFact.Deed) -> RecordVersion {
        let number = self.recordIDs.firstIndex(of: id) ?? self.recordIDs.count
        if number == self.recordIDs.count { self.recordIDs.append(id) }
        return RecordVersion(
            record: RecordKey(high: 0, low: UInt64(number)), revision: self.order, source: Self.source, id: id,
            state: activity.state, kind: activity.kind, started: activity.at, recorded: activity.recorded,
            accepted: activity.recorded, detail: activity.detail)
    }

    private func kind(of code: UnitCode) -> UnitKind {
        switch code {
        case "c": .committee
        case "g": .generalBranch
        default: self.kind
        }
    }

    private func parent(of code: UnitCode) -> UnitCode? {
        switch code {
        case "c": nil
        case "g": "c"
        default: "g"
        }
    }
}

/// One thing that a test of a pack tells.
enum SmallFact {
    case activity(id: String, Deed)
    case members(formal: Int, probationary: Int, date: Day, recorded: Instant)
    case committee(members: Int, years: Int?, date: Day, recorded: Instant)
    case unit(UnitRow)
    case waiver(RequirementID, Period, accepted: Instant, revoked: Instant?)
    case deadLetter(ActivityKind, at: Instant, code: String, recorded: Instant, ended: Instant?)
    case source(SourceName, kinds: Set<ActivityKind>, for: UnitCode)
    case watermark(SourceName, until: Instant, recorded: Instant)

    /// What took place; another one of the same id corrects it.
    struct Deed {
        let state: RecordState
        let kind: ActivityKind
        let at: Instant
        let recorded: Instant
        let detail: ActivityDetail
    }

    /// A row of the register's units; what it leaves out is as the world has it.
    struct UnitRow {
        let code: UnitCode
        var kind: UnitKind?
        var category: UnitCategory?
        var parent: UnitCode?
        let from: Day
        var through: Day?
        var recorded = Instant.distantPast
    }
}
