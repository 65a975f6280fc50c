/// Which days have to be looked at when something has happened or time has passed, so that judging a unit costs the
/// same however long its history is.
///
/// A closed window whose time of filing has ended says the same until something that bears on one of its days is told,
/// or the register, a source or a waiver says something else.
extension UnitFacts {
    /// The days whose duties are to be judged for all to stand as it would if everything were judged.
    ///
    /// Records and letters are not looked at, so they need not be loaded yet.
    /// - Parameters:
    ///   - requirements: By which the unit is judged.
    ///   - last: The instant as of which the unit stood as it would if everything had been judged.
    ///   - told: The days that something which was told since then bears on, as `Requirement.days(about:on:)` has them.
    ///   - now: As of when, and known at when, is judged.
    /// - Returns: nil where everything is to be judged, because a fact has taken effect since then.
    public func days(toJudge requirements: [Requirement], since last: Instant, told: Period?, now: Instant) -> Period? {
        let since = min(last, now)
        if let effect = self.nextEffect(after: since), effect <= now { return nil }
        let view = Viewpoint(asOf: now, knownAt: now)
        var days = Period(from: view.day, through: view.day)
        if let told { days = days.joined(with: told) }
        for requirement in requirements {
            if let unsettled = requirement.unsettledDays(self, since: since, view) {
                days = days.joined(with: unsettled)
            }
        }
        return days
    }

    /// The days that what lies ahead bears on although it is told already: it counts once it has begun or is known.
    public func days(ahead requirements: [Requirement], of now: Instant) -> Period? {
        var days: Period?
        func consider(_ kind: ActivityKind, at instant: Instant) {
            for requirement in requirements {
                guard let told = requirement.days(about: kind, on: instant.day) else { continue }
                days = days?.joined(with: told) ?? told
            }
        }
        for record in self.records where now <= record.started || now < record.recorded {
            consider(record.kind, at: record.started)
        }
        for letter in self.deadLetters where now < letter.recorded || letter.ended.map({ now < $0 }) ?? false {
            consider(letter.kind, at: letter.at)
        }
        return days
    }
}

extension Requirement {
    /// The days of all windows that something of a kind on a day can bear on; none where it bears on none.
    public func days(about kind: ActivityKind, on day: Day) -> Period? {
        guard self.criterion.record?.kind == kind else { return nil }
        switch self.criterion {
        case .cadence(let cadence): return cadence.every.window(containing: day)
        case .deadline(let deadline):
            guard deadline.window.from <= day else { return nil }
            return deadline.window.joined(with: Period(from: day, through: day))
        case .reminder(let rule):
            // The window and the days on which it is late reach from so many months before a term's last day to that
            // day. A month that is shorter moves either end by three days at most.
            return Period(
                from: day.adding(months: -rule.monthsBeforeFrom).adding(days: -3),
                through: day.adding(months: rule.monthsBeforeFrom).adding(days: 3))
        case .term, .limit: return nil
        }
    }

    /// The days of the windows that time could still change at an instant.
    fileprivate func unsettledDays(_ facts: UnitFacts, since: Instant, _ view: Viewpoint) -> Period? {
        func days(_ test: some DutyTest) -> Period? {
            DutyEvaluation(requirement: self, test: test, facts: facts).unsettledDays(since: since, view)
        }
        switch self.criterion {
        case .cadence(let cadence): return days(CadenceTest(cadence: cadence, begins: self.begins))
        case .deadline(let deadline): return days(DeadlineTest(deadline: deadline))
        case .reminder(let rule): return days(ReminderTest(rule: rule, begins: self.begins))
        case .term, .limit: return nil
        }
    }
}
