/// Judges a requirement for one unit in all its windows.
struct DutyEvaluation<Test: DutyTest> {
    let requirement: Requirement
    let test: Test
    let facts: UnitFacts

    func cell(_ view: Viewpoint, _ choice: WindowChoice) -> Cell? {
        guard self.test.hasCell(self.facts, view) else { return nil }
        let duties = self.windows(view, choice).map { self.duty(in: $0, view) }
        let deciding = duties.deciding(asOf: view.asOf)
        return Cell(
            requirement: self.requirement.id, word: deciding?.verdict ?? .notApplicable, reason: nil,
            severity: self.requirement.severity, duties: duties, deciding: deciding,
            nextChange: self.nextChange(of: duties, view))
    }

    private func windows(_ view: Viewpoint, _ choice: WindowChoice) -> [DutyWindow] {
        switch choice {
        case .all: return self.test.windows(self.facts, view, meeting: nil)
        case .only(let window):
            return self.test.windows(self.facts, view, meeting: window).filter { $0.period == window }
        case .among(let days):
            // What the register alone tells rests on no days of records.
            guard self.test.record != nil else { return self.test.windows(self.facts, view, meeting: nil) }
            return self.test.windows(self.facts, view, meeting: days).filter { days.contains($0.days) }
        }
    }

    /// The days of the windows that time could still change at an instant: the time of filing had not ended then. None
    /// where there are none, or where the register alone tells.
    func unsettledDays(since: Instant, _ view: Viewpoint) -> Period? {
        guard self.test.record != nil else { return nil }
        let first = min(since.day, view.day).adding(days: -self.test.filingDays).previous
        let recent = self.test.windows(self.facts, view, meeting: Period(from: first, through: view.day))
        return recent.filter { since < self.filingEnds($0.period) }.map(\.days)
            .reduce(nil) { $0?.joined(with: $1) ?? $1 }
    }

    private func duty(in window: DutyWindow, _ view: Viewpoint) -> Duty {
        var duty = Duty(window: window, verdict: .notApplicable)
        let end = window.period.end
        switch self.binds(in: window.period, view) {
        case .notBound: return duty
        case .unknown(let reason):
            if !self.isWaived(window.period, view) {
                duty.verdict = .unknown
                duty.reason = reason
            } else {
                duty.verdict = .waived
            }
            return duty
        case .bound: break
        }
        switch self.test.keeping(of: window, self.facts, view) {
        case .inTime:
            duty.verdict = .met
            duty.isFiledLate = view.knownAt > end && !self.isMetInTime(in: window, view.known(at: end))
        case .late:
            duty.verdict = .met
            duty.isLate = true
        case .not:
            self.judgeUnkept(&duty, view)
        }
        return duty
    }

    /// What can be said of a duty that binds and is not kept.
    private func judgeUnkept(_ duty: inout Duty, _ view: Viewpoint) {
        let window = duty.window
        if self.isWaived(window, view) {
            duty.verdict = .waived
        } else if view.asOf < window.end {
            duty.verdict = view.asOf < self.dueSoonBegins(window) ? .open : .dueSoon
        } else if let reason = self.reasonForDoubt(in: window, view) {
            duty.verdict = .unknown
            duty.reason = reason
        } else {
            duty.verdict = .notMet
        }
    }

    private func isWaived(_ window: Period, _ view: Viewpoint) -> Bool {
        self.facts.waiver(of: self.requirement.id, on: self.referenceDay(of: window, view), view) != nil
    }

    private func isMetInTime(in window: DutyWindow, _ view: Viewpoint) -> Bool {
        self.binds(in: window.period, view) == .bound && self.test.keeping(of: window, self.facts, view) == .inTime
    }

    /// Whether the unit was bound on the window's last day, or on the as-of day while it runs, and existed as long as
    /// it had to.
    private func binds(in window: Period, _ view: Viewpoint) -> BindingAnswer {
        let last = self.referenceDay(of: window, view)
        switch self.test.existence {
        case .throughout:
            guard self.facts.exists(throughout: Period(from: window.from, through: last), view) else {
                return .notBound
            }
        case .asOf:
            guard self.facts.exists(throughout: Period(from: view.day, through: view.day), view) else {
                return .notBound
            }
            // A term may have ended before the unit's first row.
            guard self.facts.row(on: last, view) != nil else { return .bound }
        }
        guard self.test.hasDebtor(self.facts, on: last, view) else { return .notBound }
        return self.facts.binds(self.requirement.binds, on: last, view)
    }

    /// The day on which it is asked what binds the unit, what stands above it and who reports for it.
    private func referenceDay(of window: Period, _ view: Viewpoint) -> Day {
        min(window.through, view.day)
    }

    /// Why nobody can say that what is owed in a closed window is not there; none where everybody has spoken.
    private func reasonForDoubt(in window: Period, _ view: Viewpoint) -> UnknownReason? {
        guard let record = self.test.record else { return nil }
        if view.knownAt < self.filingEnds(window) { return .filing }
        let sources = self.facts.sources(of: record.kind, on: self.referenceDay(of: window, view), view)
        let end = window.end
        if let behind = sources.first(where: { $0.watermark.map { $0.until < end } ?? true }) {
            return .behind(behind.source)
        }
        if sources.isEmpty { return .noSource }
        if self.facts.hasDeadLetter(of: record.kind, within: window, view) { return .deadLetter }
        return self.facts.hasRecordWithoutDetail(record, within: window, view) ? .detailMissing : nil
    }

    private func dueSoonBegins(_ window: Period) -> Instant {
        self.test.lead.beginning(before: window.through.next).start
    }

    /// When offices have had their time to record what took place in a window.
    private func filingEnds(_ window: Period) -> Instant {
        window.through.next.adding(days: self.test.filingDays).start
    }

    /// The first instant at which time alone changes a verdict: a window begins, is due soon, or ends, or the time of
    /// filing does.
    private func nextChange(of duties: [Duty], _ view: Viewpoint) -> Instant? {
        guard view.asOf == view.knownAt else { return nil }
        var next = self.test.nextWindow(self.facts, view)
        func consider(_ instant: Instant) {
            if view.asOf < instant, next.map({ instant < $0 }) ?? true { next = instant }
        }
        for duty in duties {
            consider(duty.window.end)
            switch duty.verdict {
            case .open: consider(self.dueSoonBegins(duty.window))
            case .unknown: consider(self.filingEnds(duty.window))
            default: break
            }
        }
        return next
    }
}
