import Domain

/// A small campus that tests change as they need: committee `c`, general branch `g-02`, branch `b-0103`, one source.
struct Campus {
    static let oa: SourceName = "/campus/oa"

    var units: [UnitVersion]
    var counts: [MemberCount] = []
    var duties: [ReportingDuty] = []
    var watermarks: [Watermark] = []
    var records: [RecordVersion] = []
    var deadLetters: [DeadLetter] = []
    private var order: Int64 = 0

    /// The three units since 2020, and one source that reports theme days for all of them.
    init() {
        self.units = []
        self.unit("c", .committee, above: nil, from: "2020-01-01")
        self.unit("g-02", .generalBranch, above: "c", from: "2020-01-01")
        self.unit("b-0103", .branch, above: "g-02", from: "2020-01-01")
        self.reports(Self.oa)
    }

    /// What is known of the branch, the latest first: a verdict must not rest on the order in which facts were loaded.
    var facts: UnitFacts {
        UnitFacts(
            unit: "b-0103", units: self.units.reversed(), counts: self.counts.reversed(),
            duties: self.duties.reversed(), watermarks: self.watermarks.reversed(), records: self.records.reversed(),
            deadLetters: self.deadLetters.reversed())
    }

    mutating func unit(
        _ code: UnitCode, _ kind: UnitKind, above parent: UnitCode?, from: String, through: String? = nil,
        recorded: String? = nil
    ) {
        self.units.append(
            UnitVersion(
                code: code, name: "\(code)", kind: kind, parent: parent, from: day(from), through: through.map(day),
                recorded: recorded.map(at) ?? day(from).start, order: self.nextOrder()))
    }

    /// Replaces what the register says of the branch.
    mutating func branch(from: String, through: String? = nil, kind: UnitKind = .branch) {
        self.units.removeAll { $0.code == "b-0103" }
        self.unit("b-0103", kind, above: "g-02", from: from, through: through)
    }

    mutating func members(_ formal: Int, _ probationary: Int, from date: String, recorded: String? = nil) {
        self.counts.append(
            MemberCount(
                unit: "b-0103", date: day(date), formal: formal, probationary: probationary,
                recorded: recorded.map(at) ?? day(date).start, order: self.nextOrder()))
    }

    mutating func reports(
        _ source: SourceName, for unit: UnitCode = "c", kinds: Set<ActivityKind> = [.themeDay], from: String? = nil,
        through: String? = nil, recorded: String? = nil
    ) {
        guard let every = CalendarInterval("P1D") else { return }
        self.duties.append(
            ReportingDuty(
                source: source, name: "\(source)", owner: .person("p-1"), unit: unit, kinds: kinds, every: every,
                from: from.map(day), through: through.map(day), recorded: recorded.map(at) ?? .distantPast,
                order: self.nextOrder()))
    }

    mutating func watermark(
        until: String, from source: SourceName = Campus.oa, unit: UnitCode? = nil, kinds: Set<ActivityKind>? = nil,
        recorded: String? = nil
    ) {
        self.watermarks.append(
            Watermark(
                source: source, until: at(until), unit: unit, kinds: kinds, recorded: at(recorded ?? until),
                order: self.nextOrder()))
    }

    /// Something took place; every call with the same `record` is a new version of it.
    mutating func held(
        _ started: String, record: UInt64? = nil, _ minutes: [Int?]? = [60, 60, 60], recorded: String? = nil,
        state: RecordState = .held, kind: ActivityKind = .themeDay
    ) {
        let order = self.nextOrder()
        self.records.append(
            RecordVersion(
                record: RecordKey(high: 0, low: record ?? UInt64(1_000 + order)), revision: order, source: Self.oa,
                id: "e-\(order)", state: state, kind: kind, started: at(started), recorded: at(recorded ?? started),
                accepted: at(recorded ?? started), detail: ActivityDetail(segments: minutes.map(segments))))
    }

    mutating func refused(
        _ started: String, code: String = "schema", kind: ActivityKind = .themeDay, recorded: String? = nil,
        ended: String? = nil
    ) {
        self.deadLetters.append(
            DeadLetter(
                unit: "b-0103", kind: kind, at: at(started), recorded: at(recorded ?? started),
                ended: ended.map(at), code: code))
    }

    private mutating func nextOrder() -> Int64 {
        self.order += 1
        return self.order
    }
}

/// Minutes of study, exchange and practice; nil for a part that was not there.
func segments(_ minutes: [Int?]) -> SegmentMinutes {
    var segments = SegmentMinutes()
    for (part, spent) in zip(SegmentPart.allCases, minutes) {
        if let spent { segments.add(spent, to: part) }
    }
    return segments
}

/// A day that a test writes.
func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("not a day: \(text)") }
    return day
}

/// An instant in Shanghai: a day (its first instant), or `2021-04-09T14:30`, or a full RFC 3339 instant.
func at(_ text: String) -> Instant {
    guard let instant = Day(text)?.start ?? Instant(text) ?? Instant(text + ":00+08:00") else {
        preconditionFailure("not an instant: \(text)")
    }
    return instant
}

extension Requirement {
    /// M5-6, L-5: a theme day each month, with an hour of each part.
    static let themeDay = Requirement(
        id: "theme-day", gate: .standardManagement,
        title: BilingualText(zh: "主题党日", en: "theme Party day"),
        wording: BilingualText(zh: "每月一次。", en: "Once a month."), clauses: ["M5-6", "L-5"], binds: Binding(kinds: [.branch]),
        criterion: .cadence(
            Cadence(
                record: RecordRule(
                    kind: .themeDay,
                    segments: SegmentRule(parts: [.study, .exchange, .practice], minutes: 60, allowanceMinutes: 10)),
                every: .month, lead: .days(7), filingDays: 3)),
        severity: .breach, owedBy: [Seat(role: "branch-secretary", place: .unit)],
        tell: [Seat(role: "organisation-department", place: .committee)], begins: day("2021-03-01"))

    /// 4-2: at most fifty members.
    static let branchSize = Requirement(
        id: "branch-size", gate: .standardManagement, title: BilingualText(zh: "支部规模", en: "branch size"),
        wording: BilingualText(zh: "一般不超过50人。", en: "Generally at most 50."), clauses: ["4-2"], binds: Binding(kinds: [.branch]),
        criterion: .limit(Limit(measure: .members, maximum: 50)), severity: .warning,
        owedBy: [Seat(role: "branch-secretary", place: .unit)],
        tell: [Seat(role: "general-branch-secretary", place: .superior)], begins: day("2021-03-01"))
}

extension Campus {
    /// The cell of a requirement; as known at the as-of instant unless told.
    func cell(_ requirement: Requirement = .themeDay, asOf: String, knownAt: String? = nil) -> Cell? {
        evaluate(requirement, self.facts, asOf: at(asOf), knownAt: at(knownAt ?? asOf))
    }

    /// The first instant at which time alone changes the cell.
    func nextChange(_ requirement: Requirement = .themeDay, asOf: String, knownAt: String? = nil) -> Instant? {
        guard knownAt == nil else { return self.cell(requirement, asOf: asOf, knownAt: knownAt)?.nextChange }
        let ahead = self.facts.nextEffect(after: at(asOf))
        return [self.cell(requirement, asOf: asOf)?.nextChange, ahead].compactMap { $0 }.min()
    }

    /// The duty of one month, such as `2021-04`.
    func duty(_ month: String = "2021-04", asOf: String, knownAt: String? = nil) -> Duty? {
        self.cell(asOf: asOf, knownAt: knownAt)?.duties.first { $0.window.from == day(month + "-01") }
    }

    func verdict(_ month: String = "2021-04", asOf: String, knownAt: String? = nil) -> Verdict? {
        self.duty(month, asOf: asOf, knownAt: knownAt)?.verdict
    }

    func reason(_ month: String = "2021-04", asOf: String, knownAt: String? = nil) -> String? {
        self.duty(month, asOf: asOf, knownAt: knownAt)?.reason?.description
    }

    /// Explains the window of a month, or the one that gives the cell its word.
    func explained(
        _ requirement: Requirement = .themeDay, month: String? = nil, asOf: String
    ) -> Explanation? {
        let window = month.map { Frequency.month.window(containing: day($0 + "-01")) }
        return explain(requirement, self.facts, window: window, asOf: at(asOf), knownAt: at(asOf))
    }
}
