/// Judges a cadence for one unit: one activity of a kind in every calendar window.
struct CadenceEvaluation {
    let requirement: Requirement
    let cadence: Cadence
    let facts: UnitFacts

    func cell(_ view: Viewpoint) -> Cell {
        let duties = self.windows(view).map { self.duty(in: $0, view) }
        let deciding = duties.deciding(asOf: view.asOf)
        return Cell(
            requirement: self.requirement.id, word: deciding?.verdict ?? .notApplicable, reason: nil, duties: duties,
            deciding: deciding, nextChange: self.nextChange(of: duties, view))
    }

    /// The windows that have begun, from the first that had not closed when the requirement began.
    private func windows(_ view: Viewpoint) -> [Period] {
        var windows: [Period] = []
        var window = self.cadence.every.window(containing: self.requirement.begins)
        while window.from <= view.day {
            windows.append(window)
            window = self.cadence.every.window(after: window)
        }
        return windows
    }

    private func duty(in window: Period, _ view: Viewpoint) -> Duty {
        let end = window.end
        guard self.binds(in: window, view) else { return self.duty(window, .notApplicable) }
        if self.isKept(in: window, view) {
            let isFiledLate = view.knownAt > end && !self.isMet(in: window, view.known(at: end))
            return Duty(window: window, due: window.through, verdict: .met, isFiledLate: isFiledLate)
        }
        guard view.asOf >= end else {
            return self.duty(window, view.asOf < self.dueSoonBegins(window) ? .open : .dueSoon)
        }
        guard let reason = self.reasonForDoubt(in: window, view) else { return self.duty(window, .notMet) }
        return Duty(window: window, due: window.through, verdict: .unknown, reason: reason)
    }

    private func duty(_ window: Period, _ verdict: Verdict) -> Duty {
        Duty(window: window, due: window.through, verdict: verdict)
    }

    private func isMet(in window: Period, _ view: Viewpoint) -> Bool {
        self.binds(in: window, view) && self.isKept(in: window, view)
    }

    /// Whether the unit was of a kind that is bound on the window's last day and existed throughout; while the window
    /// runs, on the as-of day and up to it.
    private func binds(in window: Period, _ view: Viewpoint) -> Bool {
        let last = self.referenceDay(of: window, view)
        guard let row = self.facts.row(on: last, view),
            self.requirement.binds.contains(self.facts.units[row].kind)
        else { return false }
        return self.facts.exists(throughout: Period(from: window.from, through: last), view)
    }

    /// The day on which it is asked what binds the unit, what stands above it and who reports for it.
    func referenceDay(of window: Period, _ view: Viewpoint) -> Day {
        min(window.through, view.day)
    }

    private func isKept(in window: Period, _ view: Viewpoint) -> Bool {
        self.facts.hasRecord(of: self.cadence.kind, within: window, view) { self.cadence.objection(to: $0) == nil }
    }

    /// Why nobody can say that what is owed in a closed window is not there; none where everybody has spoken.
    private func reasonForDoubt(in window: Period, _ view: Viewpoint) -> UnknownReason? {
        if view.knownAt < self.filingEnds(window) { return .filing }
        let sources = self.facts.sources(
            of: self.cadence.kind, on: self.referenceDay(of: window, view), view)
        let end = window.end
        if let behind = sources.first(where: { $0.watermark.map { $0.until < end } ?? true }) {
            return .behind(behind.source)
        }
        if sources.isEmpty { return .noSource }
        if self.facts.hasDeadLetter(of: self.cadence.kind, within: window, view) { return .deadLetter }
        let lacksDetail = self.facts.hasRecord(of: self.cadence.kind, within: window, view) {
            self.cadence.objection(to: $0) == .detailMissing
        }
        return lacksDetail ? .detailMissing : nil
    }

    private func dueSoonBegins(_ window: Period) -> Instant {
        self.cadence.lead.beginning(before: window.through.next).start
    }

    /// When offices have had their time to record what took place in a window.
    func filingEnds(_ window: Period) -> Instant {
        window.through.next.adding(days: self.cadence.filingDays).start
    }

    /// The first instant at which time alone may change a verdict: a window begins, is due soon, or ends; the time of
    /// filing ends; or something that is known already takes effect.
    private func nextChange(of duties: [Duty], _ view: Viewpoint) -> Instant? {
        guard view.asOf == view.knownAt else { return nil }
        var next = self.facts.nextEffect(after: view.asOf)
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
        if duties.isEmpty { consider(self.cadence.every.window(containing: self.requirement.begins).start) }
        return next
    }
}

extension Cadence {
    /// Why an activity does not count; none where it does.
    func objection(to detail: ActivityDetail) -> UncountedReason? {
        guard let rule = self.segments else { return nil }
        guard let minutes = detail.segments else { return .detailMissing }
        for part in rule.parts {
            guard let spent = minutes[part] else { return .segmentMissing(part) }
            guard spent >= rule.minimumMinutes else { return .segmentShort(part) }
        }
        return nil
    }
}
