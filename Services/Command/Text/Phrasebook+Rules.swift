internal import Domain
internal import ServiceKit

/// The words for how a requirement is measured, whom it binds, and who acts.
extension Phrasebook {
    /// How it weighs where it is not met.
    static func severity(_ severity: Severity) -> BilingualText {
        switch severity {
        case .breach: BilingualText(zh: "必须做到，未达到即为违反", en: "a breach: it must be so")
        case .warning: BilingualText(zh: "一般应做到，未达到予以提醒", en: "a warning: it generally is so")
        }
    }

    /// When something is owed, and until when it may be done and recorded.
    static func measure(_ criterion: Criterion) -> BilingualText {
        switch criterion {
        case .cadence(let cadence):
            let every = self.frequency(cadence.every)
            let owed = BilingualText(zh: "每\(every.zh)一次", en: "once in each \(every.en)")
            return self.joined([owed, self.lead(cadence.lead), self.filing(cadence.filingDays)])
        case .deadline(let deadline):
            let window = deadline.window
            let owed = BilingualText(
                zh: "\(window.from)至\(window.through)一次", en: "once from \(window.from) to \(window.through)")
            return self.joined([owed, self.lead(deadline.lead), self.filing(deadline.filingDays)])
        case .term(let rule):
            let owed = BilingualText(zh: "任期届满前换届", en: "an election before each term ends")
            return self.joined([owed, self.lead(rule.lead)])
        case .reminder(let rule):
            let (from, through) = (rule.monthsBeforeFrom, rule.monthsBeforeThrough)
            let owed = BilingualText(
                zh: "任期届满前\(from)至\(through)个月提醒一次",
                en: "once between \(from) and \(through) calendar months before each term ends")
            return self.joined([owed, self.lead(rule.lead)])
        case .limit(let limit): return self.limit(limit)
        }
    }

    /// Which units a requirement binds.
    static func binding(_ binding: Binding) -> BilingualText {
        let kinds = binding.kinds.map(self.unitKind)
        var parts = [
            BilingualText(zh: kinds.map(\.zh).joined(separator: "、"), en: kinds.map(\.en).joined(separator: ", "))
        ]
        if !binding.exceptCategories.isEmpty {
            let categories = binding.exceptCategories.map(self.category)
            parts.append(
                BilingualText(
                    zh: "\(categories.map(\.zh).joined(separator: "、"))除外",
                    en: "but no \(categories.map(\.en).joined(separator: " or ")) ones"))
        }
        if let members = binding.minimumFormalMembers {
            parts.append(
                BilingualText(zh: "正式党员\(members)人以上", en: "with \(members) or more formal members"))
        }
        if binding.committee == .inOffice {
            parts.append(BilingualText(zh: "有在任的委员会", en: "with a committee in office"))
        }
        return self.joined(parts)
    }

    /// What a unit is, many of them.
    static func unitKind(_ kind: UnitKind) -> BilingualText {
        switch kind {
        case .committee: BilingualText(zh: "党委", en: "committees")
        case .generalBranch: BilingualText(zh: "党总支", en: "general branches")
        case .branch: BilingualText(zh: "党支部", en: "branches")
        case .group: BilingualText(zh: "党小组", en: "groups")
        }
    }

    /// The roles that packs and registers name; others are shown as they are written.
    static func role(_ role: RoleName) -> BilingualText {
        switch role.rawValue {
        case "branch-secretary": BilingualText(zh: "党支部书记", en: "branch secretary")
        case "general-branch-secretary": BilingualText(zh: "党总支书记", en: "general-branch secretary")
        case "committee-secretary": BilingualText(zh: "党委书记", en: "committee secretary")
        case "group-leader": BilingualText(zh: "党小组组长", en: "group leader")
        case "organisation-department": BilingualText(zh: "组织部", en: "organisation department")
        default: BilingualText(zh: role.rawValue, en: role.rawValue)
        }
    }

    /// A role at a unit.
    static func seat(_ role: RoleName, at unit: UnitCode) -> BilingualText {
        let name = self.role(role)
        return BilingualText(zh: "\(unit) \(name.zh)", en: "\(name.en) of \(unit)")
    }

    private static func limit(_ limit: Limit) -> BilingualText {
        let usual = limit.usualMaximum.map {
            BilingualText(zh: "一般不超过\($0)人", en: "generally at most \($0)")
        }
        let bounds = limit.minimum.map {
            BilingualText(zh: "\($0)至\(limit.maximum)人", en: "\($0) to \(limit.maximum)")
        }
        let most = BilingualText(zh: "不超过\(limit.maximum)人", en: "at most \(limit.maximum)")
        let subject =
            switch limit.measure {
            case .members: BilingualText(zh: "党员", en: "members: ")
            case .committee: BilingualText(zh: "委员", en: "committee: ")
            }
        let bound = bounds ?? most
        let counted = BilingualText(zh: subject.zh + bound.zh, en: subject.en + bound.en)
        let day = BilingualText(zh: "按查询日判定", en: "asked on the as-of day")
        return self.joined([counted] + [usual].compactMap { $0 } + [day])
    }

    private static func lead(_ lead: LeadTime) -> BilingualText {
        switch lead {
        case .days(let days):
            BilingualText(zh: "结束前\(days)天起为临近", en: "due soon from \(days) days before the end")
        case .months(let months):
            BilingualText(zh: "届满前\(months)个月起为临近", en: "due soon from \(months) calendar months before the end")
        }
    }

    private static func filing(_ days: Int) -> BilingualText {
        guard days > 0 else { return BilingualText(zh: "不留补录时间", en: "no time for filing after it") }
        return BilingualText(zh: "结束后\(days)天内可补录", en: "may still be filed for \(counted(days, "day")) after it")
    }

    private static func frequency(_ frequency: Frequency) -> BilingualText {
        switch frequency {
        case .month: BilingualText(zh: "月", en: "calendar month")
        case .quarter: BilingualText(zh: "季度", en: "calendar quarter")
        case .half: BilingualText(zh: "半年", en: "half year")
        case .year: BilingualText(zh: "年", en: "calendar year")
        }
    }

    private static func category(_ category: UnitCategory) -> BilingualText {
        switch category {
        case .teacher: BilingualText(zh: "教工", en: "teachers'")
        case .student: BilingualText(zh: "学生", en: "students'")
        case .administrative: BilingualText(zh: "机关", en: "administrative")
        case .support: BilingualText(zh: "教辅后勤", en: "support")
        case .retired: BilingualText(zh: "离退休", en: "retired members'")
        case .joint: BilingualText(zh: "联合", en: "joint")
        case .temporary: BilingualText(zh: "临时", en: "temporary")
        }
    }

    private static func joined(_ parts: [BilingualText]) -> BilingualText {
        BilingualText(zh: parts.map(\.zh).joined(separator: "，"), en: parts.map(\.en).joined(separator: ", "))
    }
}
