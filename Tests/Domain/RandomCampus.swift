import Domain
import Kit

/// A campus on which anything may have happened, in the spring and summer of 2021. It turns about one requirement of
/// the ten. Days are few, so that ties are many.
struct RandomCampus {
    let requirement: Requirement
    private(set) var campus = Campus()
    private var random: SeededGenerator

    init(seed: UInt64) {
        self.random = SeededGenerator(seed: seed)
        self.requirement = Requirement.ten[Int(seed % 10)]
        self.campus.duties = []
        self.addUnits()
        self.addCounts()
        self.addReporting()
        self.addRecords()
        self.addWaivers()
    }

    /// An instant that is likely to matter: a midnight of that season, or a microsecond beside one.
    mutating func someInstant() -> Instant {
        let midnight = self.someDay().start
        switch Int.random(in: 0..<6, using: &self.random) {
        case 0: return midnight
        case 1: return midnight.next
        case 2: return Instant(microseconds: midnight.microseconds - 1)
        default: return midnight.adding(seconds: .random(in: 0..<86_400, using: &self.random))
        }
    }

    /// As of when and known at when it is asked: that season, or long after all of it.
    mutating func someView() -> (asOf: Instant, knownAt: Instant) {
        let long = at("2021-09-29")
        return (
            self.random.oneIn(2) ? long : self.someInstant(), self.random.oneIn(2) ? long : self.someInstant()
        )
    }

    /// Something that is as it must be, or lacks something that matters.
    mutating func someDetail(isWhole: Bool = false) -> ActivityDetail {
        let minutes: [[Int?]?] = [nil, [60, 60, nil], [50, 50, 50], [60, 49, 60], [60, 60, 60]]
        let attendance = [
            nil, Attendance(due: 5, present: 2), Attendance(due: 4, present: 2), Attendance(due: 9, present: 5),
        ]
        let authors: [UnitCode?] = [nil, "c", "c", "g-02", "g-02", "b-0103", "g-07"]
        let report = self.requirement.id.rawValue
        guard !isWhole else {
            return ActivityDetail(
                segments: segments([60, 60, 60]), attendance: Attendance(due: 9, present: 9), report: report,
                about: "committee-term", by: "c")
        }
        return ActivityDetail(
            segments: (minutes.randomElement(using: &self.random) ?? nil).map(segments),
            attendance: attendance.randomElement(using: &self.random) ?? nil,
            report: self.random.oneIn(6) ? "other" : report, about: self.random.oneIn(6) ? "other" : "committee-term",
            by: authors.randomElement(using: &self.random) ?? nil)
    }

    /// What the requirement is about.
    var kind: ActivityKind {
        switch self.requirement.criterion {
        case .cadence(let cadence): cadence.record.kind
        case .deadline(let deadline): deadline.record.kind
        case .reminder(let rule): rule.record.kind
        case .term, .limit: .themeDay
        }
    }

    /// The first day on which something may happen.
    private var season: Day { day(self.requirement.id == "action-summary" ? "2021-05-20" : "2021-02-20") }

    private mutating func someDay() -> Day {
        guard self.random.oneIn(3) else {
            return self.season.adding(days: .random(in: 0..<130, using: &self.random))
        }
        let likely = [
            "2021-03-01", "2021-03-31", "2021-04-01", "2021-04-15", "2021-04-16", "2021-04-24", "2021-04-30",
            "2021-05-01", "2021-05-04", "2021-06-01", "2021-06-30", "2021-07-01", "2021-07-05", "2021-07-06",
        ]
        return day(likely.randomElement(using: &self.random) ?? "2021-05-01")
    }

    private mutating func addUnits() {
        let own: UnitKind = self.requirement.id == "group-meeting" ? .group : .branch
        self.campus.branch(from: "2020-01-01", kind: own)
        if self.random.oneIn(3) { self.campus.unit("g-07", .generalBranch, above: "c", from: "2020-01-01") }
        for _ in 0..<Int.random(in: 0..<3, using: &self.random) {
            let from = self.someDay()
            let through = self.random.oneIn(3) ? self.someDay() : nil
            self.campus.unit(
                self.random.oneIn(4) ? "g-02" : "b-0103", self.random.oneIn(4) ? .generalBranch : own,
                above: self.random.oneIn(8) ? nil : ["c", "g-02", "g-07"].randomElement(using: &self.random),
                from: from.description, through: through.map { max(from, $0).description },
                category: self.random.oneIn(3) ? .temporary : .teacher,
                recorded: self.random.oneIn(2) ? self.someInstant().description : nil)
        }
    }

    private mutating func addCounts() {
        for _ in 0..<Int.random(in: 0..<4, using: &self.random) {
            self.campus.members(
                [6, 7, 50, 51].randomElement(using: &self.random) ?? 7, self.random.oneIn(3) ? 1 : 0,
                from: self.random.oneIn(2) ? "2021-01-01" : self.someDay().description,
                recorded: self.random.oneIn(2) ? self.someInstant().description : nil)
        }
        for _ in 0..<Int.random(in: 0..<4, using: &self.random) {
            let years = Int.random(in: 1...3, using: &self.random)
            // So that a term ends, or is to be reminded of, in that season.
            let months = self.requirement.id == "term-reminder" ? Int.random(in: 6...9, using: &self.random) : 0
            let anchor = self.someDay()
            let date = self.random.oneIn(3) ? anchor : anchor.adding(months: months).adding(years: -years)
            self.campus.elected(
                date.description, years: self.random.oneIn(4) ? nil : years,
                members: .random(in: 2...8, using: &self.random),
                recorded: self.random.oneIn(3) ? self.someInstant().description : nil)
        }
    }

    private mutating func addReporting() {
        guard !self.random.oneIn(3) else {
            self.campus.reports("/oa", kinds: [self.kind])
            self.campus.watermark(until: "2022-01-01", from: "/oa", recorded: "2021-03-01")
            return
        }
        let sources: [SourceName] = ["/app", "/oa"]
        let units: [UnitCode] = ["c", "g-02", "b-0103", "g-99"]
        for _ in 0..<Int.random(in: 0..<4, using: &self.random) {
            self.campus.reports(
                sources.randomElement(using: &self.random) ?? "/oa",
                for: units.randomElement(using: &self.random) ?? "c",
                kinds: self.random.oneIn(4) ? [.talks] : [self.kind, .talks],
                from: self.random.oneIn(4) ? self.someDay().description : nil,
                through: self.random.oneIn(6) ? self.someDay().description : nil,
                recorded: self.random.oneIn(3) ? self.someInstant().description : nil)
        }
        for _ in 0..<Int.random(in: 0..<7, using: &self.random) {
            self.campus.watermark(
                until: self.random.oneIn(3) ? "2022-01-01" : self.someInstant().description,
                from: sources.randomElement(using: &self.random) ?? "/oa",
                unit: self.random.oneIn(3) ? units.randomElement(using: &self.random) : nil,
                kinds: self.random.oneIn(4) ? [.talks] : nil, recorded: self.someInstant().description)
        }
    }

    private mutating func addRecords() {
        let states: [RecordState] = [.held, .held, .held, .held, .retracted, .elsewhere]
        for _ in 0..<Int.random(in: 0..<7, using: &self.random) {
            self.campus.took(
                self.random.oneIn(6) ? .talks : self.kind, self.someInstant().description,
                record: .random(in: 0..<4, using: &self.random), self.someDetail(),
                recorded: self.someInstant().description, state: states.randomElement(using: &self.random) ?? .held)
        }
        if self.random.oneIn(2) {
            self.campus.refused(
                self.someInstant().description, code: self.random.oneIn(4) ? "privacy" : "schema", kind: self.kind,
                recorded: self.someInstant().description,
                ended: self.random.oneIn(3) ? self.someInstant().description : nil)
        }
    }

    private mutating func addWaivers() {
        guard self.random.oneIn(2) else { return }
        for _ in 0..<Int.random(in: 1..<3, using: &self.random) {
            let from = self.someDay()
            let revoked = self.random.oneIn(3) ? self.someInstant().description : nil
            self.campus.waived(
                self.random.oneIn(4) ? .themeDay : self.requirement, from: from.description,
                through: max(from, self.someDay()).description, recorded: self.someInstant().description,
                revoked: revoked,
                revokedFrom: revoked != nil && self.random.oneIn(3) ? self.someDay().description : nil)
        }
    }
}

/// The same facts in another order.
extension Campus {
    func shuffled(using random: inout SeededGenerator) -> Campus {
        var copy = self
        copy.units.shuffle(using: &random)
        copy.counts.shuffle(using: &random)
        copy.committees.shuffle(using: &random)
        copy.duties.shuffle(using: &random)
        copy.watermarks.shuffle(using: &random)
        copy.records.shuffle(using: &random)
        copy.deadLetters.shuffle(using: &random)
        copy.waivers.shuffle(using: &random)
        return copy
    }
}
