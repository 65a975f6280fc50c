import Domain

/// The rules once more, as plainly as they can be said: slow, day by day, and written without a look at the product.
struct Oracle {
    let campus: Campus
    let asOf: Instant
    let knownAt: Instant

    /// What is said of a theme day in a month.
    func themeDay(_ window: Period) -> String {
        let end = window.through.next.start
        let verdict = self.verdict(window)
        guard verdict == "met", self.knownAt > end else { return verdict }
        let then = Oracle(campus: self.campus, asOf: self.asOf, knownAt: end).verdict(window)
        return then == "met" ? "met" : "met filed late"
    }

    private func verdict(_ window: Period) -> String {
        let end = window.through.next.start
        let last = self.asOf < end ? self.asOf.day : window.through
        var day = window.from
        while day <= last {
            guard self.row("b-0103", on: day) != nil else { return "not-applicable" }
            day = day.next
        }
        guard self.row("b-0103", on: last)?.kind == .branch else { return "not-applicable" }
        let inTime = self.newestVersions.filter { $0.started >= window.from.start && $0.started < end }
        if inTime.contains(where: { self.minutes($0).map { $0.allSatisfy { $0 >= 50 } } ?? false }) { return "met" }
        if self.asOf < end { return self.asOf >= window.through.adding(days: -6).start ? "due-soon" : "open" }
        if self.knownAt < window.through.adding(days: 4).start { return "filing" }
        let sources = Set(self.dutiesInForce(on: last).map(\.source))
        if let late = sources.sorted().first(where: { self.watermark($0, on: last) < end }) { return "behind:\(late)" }
        if sources.isEmpty { return "no-source" }
        let letters = self.campus.deadLetters.filter { letter in
            letter.recorded <= self.knownAt && (letter.ended ?? Instant(microseconds: .max)) > self.knownAt
                && letter.at >= window.from.start && letter.at < end && letter.kind == .themeDay
                && letter.code != "privacy"
        }
        if !letters.isEmpty { return "dead-letter" }
        return inTime.contains { $0.detail.segments == nil } ? "detail-missing" : "not-met"
    }

    private func minutes(_ version: RecordVersion) -> [Int]? {
        version.detail.segments.map { segments in SegmentPart.allCases.map { segments[$0] ?? -1 } }
    }

    /// Of each record that stands here, the newest version.
    private var newestVersions: [RecordVersion] {
        let known = Dictionary(grouping: self.campus.records.filter { $0.recorded <= self.knownAt }, by: \.record)
        return known.values.compactMap { versions in
            guard !versions.contains(where: { $0.state == .retracted }) else { return nil }
            let newest = versions.max { ($0.recorded, $0.revision) < ($1.recorded, $1.revision) }
            guard let newest, newest.state == .held, newest.kind == .themeDay else { return nil }
            return newest.started < self.asOf ? newest : nil
        }
    }

    /// The row of a unit that exists on a day, or, where it only has to be named, the latest before it.
    private func row(_ code: UnitCode, on day: Day, mustExist: Bool = true) -> UnitVersion? {
        let rows = self.campus.units.filter {
            $0.code == code && $0.from <= day && $0.from <= self.asOf.day && $0.recorded <= self.knownAt
        }
        let row = rows.max { ($0.from, $0.recorded, $0.order) < ($1.from, $1.recorded, $1.order) }
        guard let row else { return nil }
        return mustExist && row.through.map { $0 < day } ?? false ? nil : row
    }

    private func isAbove(_ unit: UnitCode, on day: Day) -> Bool {
        var current: UnitCode? = "b-0103"
        for _ in 0..<10 {
            if current == unit { return true }
            current = current.flatMap { self.row($0, on: day, mustExist: false)?.parent }
        }
        return false
    }

    private func dutiesInForce(on day: Day) -> [ReportingDuty] {
        let seen = self.campus.duties.filter { duty in
            duty.recorded <= self.knownAt && (duty.from ?? self.asOf.day) <= self.asOf.day
        }
        let newest = Dictionary(grouping: seen) { "\($0.source) \($0.unit)" }.values.compactMap { rows in
            rows.max { ($0.recorded, $0.order) < ($1.recorded, $1.order) }
        }
        return newest.filter { duty in
            duty.kinds.contains(.themeDay) && (duty.from ?? day) <= day && (duty.through ?? day) >= day
                && self.isAbove(duty.unit, on: day)
        }
    }

    private func watermark(_ source: SourceName, on day: Day) -> Instant {
        let covering = self.campus.watermarks.filter { mark in
            mark.source == source && mark.recorded <= self.knownAt && (mark.kinds ?? [.themeDay]).contains(.themeDay)
                && (mark.unit.map { self.isAbove($0, on: day) } ?? true)
        }
        return covering.max { ($0.recorded, $0.order) < ($1.recorded, $1.order) }?.until ?? .distantPast
    }
}
