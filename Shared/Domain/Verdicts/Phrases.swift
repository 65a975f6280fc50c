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
        case .unknown: self.doubt
        case .open, .dueSoon, .notMet: self.gap
        }
    }

    /// What would mend it; none where nothing has to be.
    func mend(_ verdict: Verdict) -> BilingualText? {
        switch verdict {
        case .met, .waived, .notApplicable: nil
        case .unknown: self.clarification
        case .open, .dueSoon: self.deed
        case .notMet: self.repair
        }
    }

    // MARK: What is missing

    private var gap: BilingualText? {
        switch self.requirement.criterion {
        case .limit(let limit):
            guard let value = self.evidence.count.map({ limit.value(of: $0) }) else { return nil }
            let excess = value - limit.maximum
            return BilingualText(
                zh: "现有党员\(value)人，限\(limit.maximum)人，超出\(excess)人。",
                en: "\(value) members, at most \(limit.maximum) are provided for: \(excess) too many.")
        case .cadence(let cadence):
            guard let window else { return nil }
            let title = self.requirement.title
            var sentences = [
                BilingualText(
                    zh: "\(window.zh)没有符合要求的\(title.zh)。", en: "No \(title.en) that counts in \(window).")
            ]
            let insufficient = self.evidence.insufficient
            sentences += insufficient.prefix(shortcomingLimit).compactMap { cadence.shortcoming(of: $0) }
            let rest = insufficient.count - shortcomingLimit
            if rest > 0 { sentences.append(BilingualText(zh: "另有\(rest)次也不符合。", en: "And \(rest) more.")) }
            return BilingualText(
                zh: sentences.map(\.zh).joined(), en: sentences.map(\.en).joined(separator: " "))
        }
    }

    private var doubt: BilingualText? {
        switch self.reason {
        case .filing:
            BilingualText(
                zh: "还没有符合要求的记录，补录期未结束。",
                en: "No record that counts yet, and offices still have time to record one.")
        case .behind(let source):
            BilingualText(
                zh: "来源\(source)还没有报齐这段时间的情况，不能判定。",
                en: "Source \(source) has not yet reported all of this window, so nobody can tell.")
        case .noSource:
            BilingualText(
                zh: "没有登记由哪个来源报送，不能判定。",
                en: "No source is registered to report it, so nobody can tell.")
        case .deadLetter:
            BilingualText(
                zh: "有一条可能相关的记录被拒收，不能判定。",
                en: "A record that may be it was refused, so nobody can tell.")
        case .detailMissing:
            BilingualText(
                zh: "有记录，但没有报送判定所需的内容。",
                en: "There is a record, but what it is judged by was not sent.")
        case .noCount:
            BilingualText(zh: "登记册里没有人数。", en: "The register has no count.")
        case nil: nil
        }
    }

    // MARK: What would mend it

    private var deed: BilingualText? {
        guard case .cadence(let cadence) = self.requirement.criterion, let window else { return nil }
        let title = self.requirement.title
        let asked = cadence.segments?.asked
        return BilingualText(
            zh: "在\(window.through.zh)前（含当日）开展一次\(title.zh)" + (asked.map { "，\($0.zh)" } ?? "") + "。",
            en: "Hold a \(title.en) by \(window.through)" + (asked.map { ", \($0.en)" } ?? "") + ".")
    }

    private var repair: BilingualText {
        switch self.requirement.criterion {
        case .limit:
            BilingualText(
                zh: "研究调整支部设置，或向上级说明理由。",
                en: "Consider dividing the unit, or give the superior a reason.")
        case .cadence:
            BilingualText(
                zh: "如已按期开展，请补报记录；如未开展，请向上级说明并尽快补上。",
                en: "If it was held in time, report it; if not, tell the superior and make up for it soon.")
        }
    }

    private var clarification: BilingualText? {
        switch self.reason {
        case .filing:
            BilingualText(zh: "如已开展，请尽快补报记录。", en: "If it was held, have it recorded soon.")
        case .behind(let source):
            BilingualText(
                zh: "请来源\(source)的负责人报齐并确认。",
                en: "Ask whoever answers for \(source) to report the rest and confirm it.")
        case .noSource:
            BilingualText(zh: "请登记报送来源。", en: "Register the source that reports it.")
        case .deadLetter:
            BilingualText(
                zh: "请核对被拒收的记录，更正后重放，或说明理由后作废。",
                en: "Look at the refused record: replay it once corrected, or dismiss it with a reason.")
        case .detailMissing:
            BilingualText(
                zh: "请来源更正记录，补上缺少的内容。", en: "Ask the source to correct the record and add what is missing.")
        case .noCount:
            BilingualText(zh: "请在登记册里补上党员人数。", en: "Enter the number of members in the register.")
        case nil: nil
        }
    }
}

/// Of how many records a text says what they lack: a source that sends thousands is not to fill a page.
private let shortcomingLimit = 10

extension Cadence {
    /// What a record that took place in time lacks.
    fileprivate func shortcoming(of record: RecordVersion) -> BilingualText? {
        guard let rule = self.segments, let minutes = record.detail.segments else { return nil }
        let day = record.started.day
        let faults = rule.parts.compactMap { part -> BilingualText? in
            guard let spent = minutes[part] else {
                return BilingualText(zh: "缺\(part.title.zh)", en: "no \(part.title.en)")
            }
            guard spent < rule.minimumMinutes else { return nil }
            return BilingualText(
                zh: "\(part.title.zh)\(spent)分钟，不足\(rule.minimumMinutes)分钟",
                en: "\(part.title.en) \(spent) minutes, fewer than \(rule.minimumMinutes)")
        }
        return BilingualText(
            zh: "\(day.zh)一次：\(faults.map(\.zh).joined(separator: "；"))。",
            en: "The one of \(day): \(faults.map(\.en).joined(separator: "; ")).")
    }
}

extension SegmentRule {
    /// What the parts must be.
    fileprivate var asked: BilingualText {
        BilingualText(
            zh: "\(self.parts.map(\.title.zh).joined(separator: "、"))各\(self.minutes)分钟（不少于\(self.minimumMinutes)分钟）",
            en: "with \(self.minutes) minutes each (at least \(self.minimumMinutes)) of "
                + self.parts.map(\.title.en).joined(separator: ", "))
    }
}

extension SegmentPart {
    fileprivate var title: BilingualText {
        switch self {
        case .study: BilingualText(zh: "学习", en: "study")
        case .exchange: BilingualText(zh: "交流", en: "exchange")
        case .practice: BilingualText(zh: "实做", en: "practice")
        }
    }
}

extension Day {
    /// The day as Chinese writes it.
    fileprivate var zh: String {
        let (year, month, day) = self.civil
        return "\(year)年\(month)月\(day)日"
    }
}

extension Period {
    /// The period as Chinese writes it.
    fileprivate var zh: String { "\(self.from.zh)至\(self.through.zh)" }
}
