/// Says what is missing and what would mend it, in words that a clerk understands.
struct Phrases {
    let requirement: Requirement
    let window: Period?
    let reason: UnknownReason?
    let evidence: Evidence

    /// What is missing; none where nothing is.
    func missing(_ verdict: Verdict) -> BilingualText? {
        switch verdict {
        case .met, .waived, .notApplicable: nil
        case .unknown: self.reason?.doubt
        case .open, .dueSoon, .notMet: self.gap
        }
    }

    /// What would mend it; none where nothing has to be.
    func mend(_ verdict: Verdict) -> BilingualText? {
        switch verdict {
        case .met, .waived, .notApplicable: nil
        case .unknown: self.reason?.clarification
        case .open, .dueSoon: self.window.flatMap { self.requirement.deed(by: $0.through) }
        case .notMet: self.requirement.repair
        }
    }

    /// What is worth knowing although it is within the bounds.
    func note(_ verdict: Verdict) -> BilingualText? {
        guard verdict == .met, case .limit(let limit) = self.requirement.criterion, limit.measure == .committee,
            let usual = limit.usualMaximum, let members = self.evidence.committee?.members, members > usual
        else { return nil }
        let least = limit.minimum.map { "\($0)" } ?? "0"
        return BilingualText(
            zh: "委员\(members)人，一般为\(least)至\(usual)人。", en: "\(members) sit on it; generally \(least) to \(usual).")
    }

    private var gap: BilingualText? {
        switch self.requirement.criterion {
        case .limit(let limit): self.excess(of: limit)
        case .term: self.window.map { self.expiry(of: $0) }
        case .cadence(let cadence): self.window.map { self.absence(of: cadence.record, in: $0) }
        case .deadline(let deadline): self.window.map { self.absence(of: deadline.record, in: $0) }
        case .reminder(let rule): self.window.map { self.absence(of: rule.record, in: $0) }
        }
    }

    private func excess(of limit: Limit) -> BilingualText? {
        switch limit.measure {
        case .members:
            guard let all = self.evidence.count?.all else { return nil }
            let excess = all - limit.maximum
            return BilingualText(
                zh: "现有党员\(all)人，限\(limit.maximum)人，超出\(excess)人。",
                en: "\(all) members, at most \(limit.maximum) are provided for: \(excess) too many.")
        case .committee:
            guard let members = self.evidence.committee?.members else {
                return BilingualText(zh: "没有在任的委员会。", en: "No committee is in office.")
            }
            let bounds = (least: limit.minimum ?? 0, most: limit.maximum)
            return BilingualText(
                zh: "委员\(members)人，应为\(bounds.least)至\(bounds.most)人。",
                en: "\(members) sit on the committee; it should be \(bounds.least) to \(bounds.most).")
        }
    }

    private func expiry(of term: Period) -> BilingualText {
        BilingualText(
            zh: "\(term.from.zh)选出的委员会，任期至\(term.through.zh)，尚未换届。",
            en: "The committee elected on \(term.from) has a term up to \(term.through); nobody has been elected since."
        )
    }

    private func absence(of rule: RecordRule, in window: Period) -> BilingualText {
        let title = self.requirement.title
        var sentences = [
            BilingualText(zh: "\(window.zh)没有符合要求的\(title.zh)。", en: "No \(title.en) that counts in \(window).")
        ]
        let insufficient = self.evidence.insufficient
        sentences += insufficient.prefix(shortcomingLimit).map { $0.sentence(by: rule) }
        let rest = insufficient.count - shortcomingLimit
        if rest > 0 { sentences.append(BilingualText(zh: "另有\(rest)次也不符合。", en: "And \(rest) more.")) }
        return BilingualText(zh: sentences.map(\.zh).joined(), en: sentences.map(\.en).joined(separator: " "))
    }
}

/// Of how many records a text says what they lack: a source that sends thousands is not to fill a page.
private let shortcomingLimit = 10

extension Day {
    /// The day as Chinese writes it.
    var zh: String {
        let (year, month, day) = self.civil
        return "\(year)年\(month)月\(day)日"
    }
}

extension Period {
    /// The period as Chinese writes it.
    var zh: String { "\(self.from.zh)至\(self.through.zh)" }
}
