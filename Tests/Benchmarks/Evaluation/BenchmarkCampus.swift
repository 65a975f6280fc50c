import Domain

/// A campus larger than the sample: eight general branches, forty-five branches and forty-five groups, with so many
/// years of records behind them. Each holds what it owes each month; every fifth month it is too short or too few came.
struct BenchmarkCampus {
    /// What is known of each unit.
    let units: [UnitFacts]
    /// The instant at which it is judged: three days into a month, when the last one closes.
    let now: Instant

    init(years: Int, begins: Day) {
        let today = begins.adding(years: years).adding(days: 3)
        self.now = today.start
        let months = (0..<(12 * years)).map { begins.adding(months: $0) }
        self.units = (0..<98).map { number in
            UnitHistory(number: number, months: months, today: today).facts
        }
    }
}

/// What one unit has behind it.
private struct UnitHistory {
    let number: Int
    let months: [Day]
    let today: Day
    private var unit: UnitCode { UnitCode(rawValue: "u-\(self.number)") }
    private var kind: UnitKind { self.number < 8 ? .generalBranch : self.number < 53 ? .branch : .group }

    init(number: Int, months: [Day], today: Day) {
        self.number = number
        self.months = months
        self.today = today
    }

    var facts: UnitFacts {
        UnitFacts(
            unit: self.unit, units: self.rows, counts: self.counts, committees: self.committees, duties: self.duties,
            watermarks: self.watermarks, records: self.records)
    }

    private var beginning: Day { Day(daysSince1970: 17_000) }

    private var rows: [UnitVersion] {
        [("c", UnitKind.committee, nil), ("g", .generalBranch, "c"), (self.unit, self.kind, "g")].map {
            code, kind, parent in
            UnitVersion(
                code: code, name: code.rawValue, kind: kind, category: kind == .branch ? .teacher : nil, parent: parent,
                from: self.beginning, recorded: .distantPast, order: 1)
        }
    }

    /// Counts change each quarter.
    private var counts: [MemberCount] {
        self.months.indices.filter { $0 % 3 == 0 }.map { month in
            MemberCount(
                unit: self.unit, date: self.months[month], formal: 20 + month % 7, probationary: 2,
                recorded: self.months[month].start, order: Int64(month))
        }
    }

    /// A committee every three years, and somebody who joins in between.
    private var committees: [CommitteeVersion] {
        let first = self.months[0].adding(months: -30)
        return (0...(self.months.count / 36 + 1)).flatMap { term in
            [(first.adding(years: 3 * term), 3 as Int?, 5), (first.adding(years: 3 * term).adding(months: 7), nil, 6)]
        }.map { date, years, members in
            CommitteeVersion(
                unit: self.unit, date: date, years: years, members: members, recorded: date.start, order: 1)
        }
    }

    private var duties: [ReportingDuty] {
        guard let daily = CalendarInterval("P1D") else { return [] }
        let kinds: [(SourceName, Set<ActivityKind>)] = [
            ("/campus/oa", [.themeDay, .membersMeeting, .committeeMeeting, .report]),
            ("/campus/groups", [.groupMeeting]), ("/campus/hr", [.termReminder]),
        ]
        return kinds.map { source, kinds in
            ReportingDuty(
                source: source, name: source.rawValue, owner: .person("p"), unit: "c", kinds: kinds, every: daily,
                recorded: .distantPast, order: 1)
        }
    }

    private var watermarks: [Watermark] {
        self.duties.map { Watermark(source: $0.source, until: self.today.start, recorded: self.today.start, order: 1) }
    }

    private var records: [RecordVersion] {
        var records: [RecordVersion] = []
        for (month, first) in self.months.enumerated() {
            let kinds: [ActivityKind] =
                self.kind == .group ? [.groupMeeting] : [.themeDay, .committeeMeeting, .membersMeeting]
            for kind in kinds where kind != .membersMeeting || month % 3 == 0 {
                records.append(self.record(kind, first.adding(days: 9), number: records.count, isShort: month % 5 == 4))
            }
        }
        records.append(self.record(.report, self.months[0].adding(days: 20), number: records.count, isShort: false))
        return records
    }

    private func record(_ kind: ActivityKind, _ day: Day, number: Int, isShort: Bool) -> RecordVersion {
        var segments = SegmentMinutes()
        for part in SegmentPart.allCases { segments.add(isShort ? 20 : 60, to: part) }
        let key = UInt64(self.number * 10_000 + number) &* 0x9E37_79B9_7F4A_7C15
        return RecordVersion(
            record: RecordKey(high: key, low: 0), revision: 1, source: "/campus/oa", id: "\(number)", state: .held,
            kind: kind, started: day.start.adding(seconds: 50_000), recorded: day.start.adding(seconds: 90_000),
            accepted: day.start.adding(seconds: 90_000),
            detail: ActivityDetail(
                segments: segments, attendance: Attendance(due: 9, present: isShort ? 2 : 7), report: "problem-list"))
    }
}
