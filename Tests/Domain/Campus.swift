import Domain

/// A small campus that tests change as they need: committee `c`, general branch `g-02`, branch `b-0103`, one source.
struct Campus {
    static let oa: SourceName = "/campus/oa"

    /// The unit that is asked about.
    var unit: UnitCode = "b-0103"
    var units: [UnitVersion]
    var counts: [MemberCount] = []
    var committees: [CommitteeVersion] = []
    var duties: [ReportingDuty] = []
    var watermarks: [Watermark] = []
    var records: [RecordVersion] = []
    var deadLetters: [DeadLetter] = []
    var waivers: [Waiver] = []
    private var order: Int64 = 0

    /// The three units since 2020, and one source that reports theme days, or other kinds, for all of them.
    init(reporting kinds: Set<ActivityKind> = [.themeDay]) {
        self.units = []
        self.unit("c", .committee, above: nil, from: "2020-01-01")
        self.unit("g-02", .generalBranch, above: "c", from: "2020-01-01")
        self.unit("b-0103", .branch, above: "g-02", from: "2020-01-01")
        self.reports(Self.oa, kinds: kinds)
    }

    /// What is known of the branch, the latest first: a verdict must not rest on the order in which facts were loaded.
    var facts: UnitFacts {
        UnitFacts(
            unit: self.unit, units: self.units.reversed(), counts: self.counts.reversed(),
            committees: self.committees.reversed(), duties: self.duties.reversed(),
            watermarks: self.watermarks.reversed(), records: self.records.reversed(),
            deadLetters: self.deadLetters.reversed(), waivers: self.waivers.reversed())
    }

    mutating func unit(
        _ code: UnitCode, _ kind: UnitKind, above parent: UnitCode?, from: String, through: String? = nil,
        category: UnitCategory? = nil, recorded: String? = nil
    ) {
        self.units.append(
            UnitVersion(
                code: code, name: "\(code)", kind: kind, category: category, parent: parent, from: day(from),
                through: through.map(day), recorded: recorded.map(at) ?? day(from).start, order: self.nextOrder()))
    }

    /// Replaces what the register says of the branch.
    mutating func branch(
        from: String, through: String? = nil, kind: UnitKind = .branch, category: UnitCategory? = nil
    ) {
        self.units.removeAll { $0.code == "b-0103" }
        self.unit("b-0103", kind, above: "g-02", from: from, through: through, category: category)
    }

    /// An election for some years, or, without years, somebody who joined or left.
    mutating func elected(_ date: String, years: Int? = 3, members: Int = 5, recorded: String? = nil) {
        self.committees.append(
            CommitteeVersion(
                unit: self.unit, date: day(date), years: years, members: members,
                recorded: recorded.map(at) ?? day(date).start, order: self.nextOrder()))
    }

    mutating func waived(
        _ requirement: Requirement, from: String, through: String, recorded: String? = nil, revoked: String? = nil,
        revokedFrom: String? = nil
    ) {
        let order = self.nextOrder()
        let revocation = revoked.map(at).map {
            Waiver.Revocation(recorded: $0, from: revokedFrom.map(day) ?? $0.day)
        }
        self.waivers.append(
            Waiver(
                id: "wv-\(order)", unit: self.unit, requirement: requirement.id,
                period: Period(from: day(from), through: day(through)), basis: "a decision", signer: "p-1",
                recorded: at(recorded ?? from), revocation: revocation, order: order))
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
        self.took(
            kind, started, record: record, ActivityDetail(segments: minutes.map(segments)), recorded: recorded,
            state: state)
    }

    /// Something of any kind took place; every call with the same `record` is a new version of it.
    mutating func took(
        _ kind: ActivityKind, _ started: String, record: UInt64? = nil, _ detail: ActivityDetail = ActivityDetail(),
        recorded: String? = nil, state: RecordState = .held
    ) {
        let order = self.nextOrder()
        self.records.append(
            RecordVersion(
                record: RecordKey(high: 0, low: record ?? UInt64(1_000 + order)), revision: order, source: Self.oa,
                id: "e-\(order)", state: state, kind: kind, started: at(started), recorded: at(recorded ?? started),
                accepted: at(recorded ?? started), detail: detail))
    }

    /// A meeting at which so many of those due were present; nobody was counted where none are given.
    mutating func met(_ kind: ActivityKind, _ started: String, _ attendance: (present: Int, due: Int)?) {
        let counted = attendance.map { Attendance(due: $0.due, present: $0.present) }
        self.took(kind, started, ActivityDetail(attendance: counted))
    }

    mutating func reported(_ report: String, _ started: String, record: UInt64? = nil, recorded: String? = nil) {
        self.took(.report, started, record: record, ActivityDetail(report: report), recorded: recorded)
    }

    mutating func reminded(_ started: String, by unit: UnitCode?, of about: String = "committee-term") {
        self.took(.termReminder, started, ActivityDetail(about: about, by: unit))
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

    /// What is said of the window that begins on a day: `not-met`, `unknown no-source`, `met late`, `met filed-late`;
    /// nil where there is no such window.
    func says(_ requirement: Requirement, _ from: String, asOf: String, knownAt: String? = nil) -> String? {
        self.cell(requirement, asOf: asOf, knownAt: knownAt)?.duties.first { $0.window.from == day(from) }?.said
    }

    /// What is said of a limit: its word, its weight where it is not met, and the reason.
    func says(_ limit: Requirement, asOf: String, knownAt: String? = nil) -> String? {
        guard let cell = self.cell(limit, asOf: asOf, knownAt: knownAt) else { return nil }
        let addition = cell.word == .notMet ? cell.severity.rawValue : cell.reason?.description
        return [cell.word.rawValue, addition].compactMap { $0 }.joined(separator: " ")
    }

    /// The windows of a requirement that are listed.
    func windows(_ requirement: Requirement, asOf: String, knownAt: String? = nil) -> [String]? {
        self.cell(requirement, asOf: asOf, knownAt: knownAt)?.duties.map(\.window.description)
    }

    /// Explains the window of a month, or the one that begins on a day, or the one that gives the cell its word.
    func explained(
        _ requirement: Requirement = .themeDay, month: String? = nil, from: String? = nil, asOf: String
    ) -> Explanation? {
        let begun = self.cell(requirement, asOf: asOf)?.duties.map(\.window)
        let window =
            month.map { Frequency.month.window(containing: day($0 + "-01")) }
            ?? from.flatMap { from in begun?.first { $0.from == day(from) } }
        return explain(requirement, self.facts, window: window, asOf: at(asOf), knownAt: at(asOf))
    }
}

extension Duty {
    /// The verdict with its reason and flags: `not-met`, `unknown no-source`, `met late`, `met filed-late`.
    var said: String {
        let additions = [self.reason?.description, self.isLate ? "late" : nil, self.isFiledLate ? "filed-late" : nil]
        return ([self.verdict.rawValue] + additions.compactMap { $0 }).joined(separator: " ")
    }
}
