/// What would mend a duty that is not kept.
extension Requirement {
    /// What is to be done while there is time.
    func deed(by day: Day) -> BilingualText? {
        switch self.criterion {
        case .limit: nil
        case .term:
            BilingualText(zh: "在\(day.zh)前（含当日）换届选举。", en: "Elect the committee anew by \(day).")
        case .reminder:
            BilingualText(zh: "在\(day.zh)前（含当日）提醒该单位换届。", en: "Remind the unit of its election by \(day).")
        case .deadline:
            BilingualText(
                zh: "在\(day.zh)前（含当日）报送\(self.title.zh)。", en: "Send the \(self.title.en) by \(day).")
        case .cadence(let cadence):
            BilingualText(
                zh: "在\(day.zh)前（含当日）开展一次\(self.title.zh)"
                    + (cadence.record.asked.map { "，\($0.zh)" } ?? "") + "。",
                en: "Hold a \(self.title.en) by \(day)" + (cadence.record.asked.map { ", \($0.en)" } ?? "") + ".")
        }
    }

    /// What is to be done when time is over.
    var repair: BilingualText {
        switch self.criterion {
        case .limit(let limit):
            switch limit.measure {
            case .members:
                BilingualText(
                    zh: "研究调整支部设置，或向上级说明理由。",
                    en: "Consider dividing the unit, or give the superior a reason.")
            case .committee:
                BilingualText(
                    zh: "选举产生或增补委员会，或向上级说明理由。",
                    en: "Elect a committee or its missing members, or give the superior a reason.")
            }
        case .term:
            BilingualText(
                zh: "如已换届，请登记选举；如未换届，请报上级并尽快选举。",
                en: "If the election was held, register it; if not, tell the superior and hold it soon.")
        case .reminder:
            BilingualText(
                zh: "如已提醒，请补报记录；如未提醒，请立即提醒。",
                en: "If the reminder was given, report it; if not, give it now.")
        case .deadline:
            BilingualText(
                zh: "如已报送，请补报记录；如未报送，请立即报送，将记为逾期完成。",
                en: "If it was sent in time, report it; if not, send it now: it will count as late.")
        case .cadence:
            BilingualText(
                zh: "如已按期开展，请补报记录；如未开展，请向上级说明并尽快补上。",
                en: "If it was held in time, report it; if not, tell the superior and make up for it soon.")
        }
    }
}

extension InsufficientRecord {
    /// What the record lacks.
    func sentence(by rule: RecordRule) -> BilingualText {
        let lack = self.lack(by: rule)
        let day = self.record.started.day
        return BilingualText(zh: "\(day.zh)一次：\(lack.zh)。", en: "The one of \(day): \(lack.en).")
    }

    private func lack(by rule: RecordRule) -> BilingualText {
        switch self.reason {
        case .noCommittee:
            return BilingualText(zh: "当日没有在任的委员会", en: "no committee was in office on that day")
        case .notBySuperior:
            let author = self.record.detail.by?.rawValue ?? ""
            return BilingualText(zh: "提醒单位\(author)不是上级", en: "given by \(author), which does not stand above")
        case .noQuorum:
            let present = self.record.detail.attendance?.present ?? 0
            let share = rule.quorum?.share.description ?? ""
            let size = self.size ?? 0
            return BilingualText(
                zh: "应到\(size)人，实到\(present)人，不足\(share)", en: "\(present) of \(size) came, fewer than \(share)")
        default:
            let faults = rule.segments.map { self.shortParts(by: $0) } ?? []
            return BilingualText(
                zh: faults.map(\.zh).joined(separator: "；"), en: faults.map(\.en).joined(separator: "; "))
        }
    }

    private func shortParts(by rule: SegmentRule) -> [BilingualText] {
        rule.parts.compactMap { part in
            guard let spent = self.record.detail.segments?[part] else {
                return BilingualText(zh: "缺\(part.title.zh)", en: "no \(part.title.en)")
            }
            guard spent < rule.minimumMinutes else { return nil }
            return BilingualText(
                zh: "\(part.title.zh)\(spent)分钟，不足\(rule.minimumMinutes)分钟",
                en: "\(part.title.en) \(spent) minutes, fewer than \(rule.minimumMinutes)")
        }
    }
}

extension RecordRule {
    /// What an activity must be to count, beyond taking place; none where nothing is asked.
    fileprivate var asked: BilingualText? {
        if let segments = self.segments { return segments.asked }
        guard let quorum = self.quorum else { return nil }
        return switch quorum.of {
        case .due:
            BilingualText(zh: "到会不少于应到的\(quorum.share)", en: "at least \(quorum.share) of those due present")
        case .committee:
            BilingualText(
                zh: "到会不少于委员的\(quorum.share)", en: "at least \(quorum.share) of the committee present")
        }
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
