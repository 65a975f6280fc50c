import Domain

/// The ten requirements once more, as plainly as they can be said: slow, day by day, and written without a look at the
/// product.
struct Oracle {
    let campus: Campus
    let asOf: Instant
    let knownAt: Instant

    private var unit: UnitCode { self.campus.unit }
    var today: Day { self.asOf.day }

    /// What is said of each window by its days, such as `met late` or `unknown filing`; a limit has one answer and no
    /// days. None where there is no cell.
    func answers(_ id: RequirementID) -> [String: String]? {
        guard let row = self.row(self.unit, on: self.today, mustExist: false) else { return nil }
        let kinds: [UnitKind] =
            switch id {
            case "group-meeting": [.group]
            case "committee-term", "term-reminder": [.committee, .generalBranch, .branch, .group]
            default: [.branch]
            }
        guard kinds.contains(row.kind) else { return nil }
        switch id {
        case "branch-size", "committee-size": return ["": self.limit(id)]
        case "committee-term" where self.elections(by: self.today).isEmpty: return nil
        case "term-reminder" where self.elections(by: self.today).isEmpty || row.parent == nil: return nil
        default: break
        }
        var answers: [String: String] = [:]
        for window in self.windows(id) where window.from <= self.today {
            answers["\(window.from) to \(window.last)"] = self.answer(id, window)
        }
        return answers
    }

    // MARK: Windows

    private func windows(_ id: RequirementID) -> [OracleWindow] {
        switch id {
        case "members-meeting":
            return [(1, 3, 31), (4, 6, 30), (7, 9, 30)].map { first, last, day in
                OracleWindow(civil(2021, first, 1), civil(2021, last, day), soon: civil(2021, last, day - 13))
            }
        case "theme-day", "committee-meeting", "group-meeting":
            return [(3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30)].map { month, last in
                OracleWindow(civil(2021, month, 1), civil(2021, month, last), soon: civil(2021, month, last - 6))
            }
        case "problem-list":
            return [OracleWindow(civil(2021, 3, 1), civil(2021, 4, 15), soon: civil(2021, 4, 9), late: self.today)]
        case "action-summary":
            return [OracleWindow(civil(2021, 6, 1), civil(2021, 7, 5), soon: civil(2021, 6, 29), late: self.today)]
        case "committee-term": return self.terms
        default: return self.terms.isEmpty ? [] : self.reminders
        }
    }

    private var terms: [OracleWindow] {
        let elections = self.elections(by: self.today)
        return elections.compactMap { election in
            let last = monthsAfter(12 * (election.years ?? 0), election.date)
            let next = elections.first { $0.date > election.date }?.date
            if last < civil(2021, 3, 1), let next, next < civil(2021, 3, 1) { return nil }
            return OracleWindow(election.date, last, soon: monthsAfter(-6, last.next))
        }
    }

    private var reminders: [OracleWindow] {
        let elections = self.elections(by: self.today)
        return elections.compactMap { election in
            let end = monthsAfter(12 * (election.years ?? 0), election.date)
            let (from, last) = (monthsAfter(-9, end), monthsAfter(-6, end))
            let next = elections.first { $0.date > election.date }?.date
            if last < civil(2021, 3, 1) || next.map({ $0 <= last }) ?? false { return nil }
            return OracleWindow(from, last, soon: last.adding(days: -13), late: end)
        }
    }

    // MARK: Verdicts

    private func answer(_ id: RequirementID, _ window: OracleWindow) -> String {
        let said = self.verdict(id, window)
        guard said == "met", self.knownAt > window.end else { return said }
        let then = Oracle(campus: self.campus, asOf: self.asOf, knownAt: window.end).verdict(id, window)
        return then == "met" ? "met" : "met filed-late"
    }

    private func verdict(_ id: RequirementID, _ window: OracleWindow) -> String {
        let last = min(window.last, self.today)
        guard self.isBound(id, from: window.from, last: last) else { return "not-applicable" }
        if let kept = self.kept(id, window) { return kept }
        if self.isWaived(id, on: last) { return "waived" }
        if self.today <= window.last { return self.today >= window.soon ? "due-soon" : "open" }
        return self.doubt(id, window).map { "unknown \($0)" } ?? "not-met"
    }

    private func isBound(_ id: RequirementID, from: Day, last: Day) -> Bool {
        let row = self.row(self.unit, on: last, mustExist: false)
        switch id {
        case "committee-term":
            guard self.row(self.unit, on: self.today) != nil else { return false }
            return row?.category != .temporary
        case "term-reminder":
            return self.existed(from, last) && row?.category != .temporary && row?.parent != nil
        case "committee-meeting":
            return self.existed(from, last) && row?.kind == .branch && self.committee(on: last) != nil
        case "group-meeting": return self.existed(from, last) && row?.kind == .group
        default: return self.existed(from, last) && row?.kind == .branch
        }
    }

    private func existed(_ from: Day, _ last: Day) -> Bool {
        var day = from
        while day <= last {
            guard self.row(self.unit, on: day) != nil else { return false }
            day = day.next
        }
        return true
    }

    private func kept(_ id: RequirementID, _ window: OracleWindow) -> String? {
        if id == "committee-term" {
            let next = self.elections(by: self.today).first { $0.date > window.from }?.date
            return next.map { $0 <= window.last ? "met" : "met late" }
        }
        let good = self.records(id).filter { self.fault($0, id) == nil }.map(\.started.day)
        if good.contains(where: { window.from <= $0 && $0 <= window.last }) { return "met" }
        guard let late = window.late, good.contains(where: { window.last < $0 && $0 <= late }) else { return nil }
        return "met late"
    }

    private func doubt(_ id: RequirementID, _ window: OracleWindow) -> String? {
        guard id != "committee-term" else { return nil }
        let filing = id == "theme-day" || id.rawValue.hasSuffix("meeting") ? 3 : 0
        if self.knownAt < window.last.adding(days: 1 + filing).start { return "filing" }
        let sources = Set(self.dutiesInForce(of: self.kind(id), on: window.last).map(\.source))
        let behind = sources.sorted().first { self.watermark($0, of: self.kind(id), on: window.last) < window.end }
        if let behind { return "behind:\(behind)" }
        if sources.isEmpty { return "no-source" }
        let letters = self.campus.deadLetters.filter { letter in
            letter.recorded <= self.knownAt && (letter.ended ?? Instant(microseconds: .max)) > self.knownAt
                && letter.at >= window.from.start && letter.at < window.end && letter.kind == self.kind(id)
                && letter.code != "privacy"
        }
        if !letters.isEmpty { return "dead-letter" }
        let inTime = self.records(id).filter { $0.started >= window.from.start && $0.started < window.end }
        return inTime.contains { self.fault($0, id) == "detail-missing" } ? "detail-missing" : nil
    }

    private func limit(_ id: RequirementID) -> String {
        guard let row = self.row(self.unit, on: self.today) else { return "not-applicable" }
        if id == "committee-size", row.category == .temporary { return "not-applicable" }
        let counts = self.campus.counts.filter { $0.date <= self.today && $0.recorded <= self.knownAt }
        let count = counts.max { ($0.date, $0.recorded, $0.order) < ($1.date, $1.recorded, $1.order) }
        let waived = self.isWaived(id, on: self.today)
        guard let count else { return waived ? "waived" : "unknown no-count" }
        if id == "branch-size" {
            return count.formal + count.probationary <= 50 ? "met" : waived ? "waived" : "not-met warning"
        }
        if count.formal < 7 { return "not-applicable" }
        let members = self.committee(on: self.today)
        if let members, members >= 3, members <= 7 { return "met" }
        return waived ? "waived" : members == nil ? "not-met breach" : "not-met warning"
    }

    private func isWaived(_ id: RequirementID, on day: Day) -> Bool {
        self.campus.waivers.contains { waiver in
            guard waiver.requirement == id, waiver.recorded <= self.knownAt else { return false }
            guard day >= waiver.period.from, day <= waiver.period.through else { return false }
            if let end = waiver.revocation, end.recorded <= self.knownAt, day >= end.from { return false }
            return true
        }
    }
}
