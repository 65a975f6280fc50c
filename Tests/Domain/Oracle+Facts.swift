import Domain

/// Days in which something is owed, and from and up to when it is due soon and late.
struct OracleWindow {
    let from: Day
    let last: Day
    let soon: Day
    let late: Day?

    init(_ from: Day, _ last: Day, soon: Day, late: Day? = nil) {
        self.from = from
        self.last = last
        self.soon = soon
        self.late = late
    }

    var end: Instant { self.last.next.start }
}

/// A day of the calendar.
func civil(_ year: Int, _ month: Int, _ day: Int) -> Day {
    guard let day = Day(year: year, month: month, day: day) else { preconditionFailure("no such day") }
    return day
}

/// The same day so many months later or earlier, or the last of that month.
func monthsAfter(_ months: Int, _ day: Day) -> Day {
    var (year, month, dayOfMonth) = day.civil
    for _ in 0..<abs(months) {
        month += months > 0 ? 1 : -1
        if month == 13 { (year, month) = (year + 1, 1) }
        if month == 0 { (year, month) = (year - 1, 12) }
    }
    while true {
        if let day = Day(year: year, month: month, day: dayOfMonth) { return day }
        dayOfMonth -= 1
    }
}

/// What the oracle reads from the facts.
extension Oracle {
    func kind(_ id: RequirementID) -> ActivityKind {
        switch id {
        case "problem-list", "action-summary": .report
        default: ActivityKind(rawValue: id.rawValue) ?? .talks
        }
    }

    /// Of each record that stands here, the newest version, where it is what is asked for.
    func records(_ id: RequirementID) -> [RecordVersion] {
        let known = Dictionary(grouping: self.campus.records.filter { $0.recorded <= self.knownAt }, by: \.record)
        return known.values.compactMap { versions in
            guard !versions.contains(where: { $0.state == .retracted }) else { return nil }
            let newest = versions.max { ($0.recorded, $0.revision) < ($1.recorded, $1.revision) }
            guard let newest, newest.state == .held, newest.kind == self.kind(id), newest.started < self.asOf else {
                return nil
            }
            switch id {
            case "problem-list", "action-summary": return newest.detail.report == id.rawValue ? newest : nil
            case "term-reminder": return newest.detail.about == "committee-term" ? newest : nil
            default: return newest
            }
        }
    }

    /// What is wrong with a record, nil where it counts.
    func fault(_ record: RecordVersion, _ id: RequirementID) -> String? {
        let day = record.started.day
        switch id {
        case "theme-day":
            guard let segments = record.detail.segments else { return "detail-missing" }
            return SegmentPart.allCases.allSatisfy { (segments[$0] ?? 0) >= 50 } ? nil : "short"
        case "members-meeting":
            guard let attendance = record.detail.attendance else { return "detail-missing" }
            return 2 * attendance.present >= attendance.due ? nil : "too few"
        case "committee-meeting":
            guard let members = self.committee(on: day) else { return "no committee" }
            guard let attendance = record.detail.attendance else { return "detail-missing" }
            return 2 * attendance.present >= members ? nil : "too few"
        case "term-reminder":
            guard let author = record.detail.by, author != self.campus.unit else { return "not by a superior" }
            return self.isAbove(author, on: day) ? nil : "not by a superior"
        default: return nil
        }
    }

    /// The row of a unit that exists on a day, or, where it only has to be named, the latest before it.
    func row(_ code: UnitCode, on day: Day, mustExist: Bool = true) -> UnitVersion? {
        let rows = self.campus.units.filter {
            $0.code == code && $0.from <= day && $0.from <= self.today && $0.recorded <= self.knownAt
        }
        let row = rows.max { ($0.from, $0.recorded, $0.order) < ($1.from, $1.recorded, $1.order) }
        guard let row else { return nil }
        return mustExist && row.through.map { $0 < day } ?? false ? nil : row
    }

    /// What the register says of the committee, a row for each day.
    private func committees(by day: Day) -> [CommitteeVersion] {
        let known = self.campus.committees.filter { $0.date <= day && $0.recorded <= self.knownAt }
        return Dictionary(grouping: known, by: \.date).values
            .compactMap { $0.max { ($0.recorded, $0.order) < ($1.recorded, $1.order) } }
            .sorted { $0.date < $1.date }
    }

    func elections(by day: Day) -> [CommitteeVersion] {
        self.committees(by: day).filter { $0.years != nil }
    }

    /// How many sit on the committee in office; none where there is none.
    func committee(on day: Day) -> Int? {
        self.elections(by: day).isEmpty ? nil : self.committees(by: day).last?.members
    }

    /// Whether a unit is the one asked about or stands above it.
    func isAbove(_ unit: UnitCode, on day: Day) -> Bool {
        var current: UnitCode? = self.campus.unit
        for _ in 0..<10 {
            if current == unit { return true }
            current = current.flatMap { self.row($0, on: day, mustExist: false)?.parent }
        }
        return false
    }

    func dutiesInForce(of kind: ActivityKind, on day: Day) -> [ReportingDuty] {
        let seen = self.campus.duties.filter { duty in
            duty.recorded <= self.knownAt && (duty.from ?? self.today) <= self.today
        }
        let newest = Dictionary(grouping: seen) { "\($0.source) \($0.unit)" }.values.compactMap { rows in
            rows.max { ($0.recorded, $0.order) < ($1.recorded, $1.order) }
        }
        return newest.filter { duty in
            duty.kinds.contains(kind) && (duty.from ?? day) <= day && (duty.through ?? day) >= day
                && self.isAbove(duty.unit, on: day)
        }
    }

    func watermark(_ source: SourceName, of kind: ActivityKind, on day: Day) -> Instant {
        let covering = self.campus.watermarks.filter { mark in
            mark.source == source && mark.recorded <= self.knownAt && (mark.kinds ?? [kind]).contains(kind)
                && (mark.unit.map { self.isAbove($0, on: day) } ?? true)
        }
        return covering.max { ($0.recorded, $0.order) < ($1.recorded, $1.order) }?.until ?? .distantPast
    }
}
