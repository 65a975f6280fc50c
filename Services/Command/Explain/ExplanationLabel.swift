internal import Domain

/// What stands before the parts of an explanation's page, and the small words within them.
enum ExplanationLabel {
    static let asked = BilingualText(zh: "要求", en: "asked")
    static let measured = BilingualText(zh: "时限", en: "measured")
    static let binds = BilingualText(zh: "适用", en: "binds")
    static let weighs = BilingualText(zh: "性质", en: "weighs as")
    static let window = BilingualText(zh: "时段", en: "window")
    static let noWindow = BilingualText(zh: "没有需判定的时段", en: "none to be judged so far")
    static let missing = BilingualText(zh: "欠缺", en: "missing")
    static let note = BilingualText(zh: "提示", en: "note")
    static let mend = BilingualText(zh: "补救", en: "to mend it")
    static let waiver = BilingualText(zh: "豁免", en: "waiver")
    static let signedBy = BilingualText(zh: "签批人", en: "signed by")
    static let count = BilingualText(zh: "党员", en: "members")
    static let committee = BilingualText(zh: "委员会", en: "committee")
    static let noCommittee = BilingualText(zh: "没有在任的委员会", en: "none is in office")
    static let counted = BilingualText(zh: "计入", en: "counted")
    static let notCounted = BilingualText(zh: "未计入", en: "not counted")
    static let recorded = BilingualText(zh: "登记于", en: "recorded")
    static let accepted = BilingualText(zh: "受理于", en: "accepted")
    static let none = BilingualText(zh: "无", en: "nothing")
    static let sources = BilingualText(zh: "来源", en: "sources")
    static let noSource = BilingualText(zh: "没有登记报送来源", en: "no source is registered to report it")
    static let silent = BilingualText(zh: "尚未确认报齐", en: "not a word yet")
    static let sentUpTo = BilingualText(zh: "已报齐至", en: "has sent everything up to")
    static let said = BilingualText(zh: "确认于", en: "said on")
    static let owedBy = BilingualText(zh: "责任人", en: "owed by")
    static let tell = BilingualText(zh: "告知", en: "told")
    static let windows = BilingualText(zh: "各时段", en: "windows")
    static let basis = BilingualText(zh: "依据", en: "basis")
    static let unconfirmed = BilingualText(zh: "原文未核对", en: "wording not confirmed")
    static let gate = BilingualText(zh: "关口", en: "gate")
    static let path = BilingualText(zh: "位置", en: "place")
    static let view = BilingualText(zh: "截至", en: "as of")
    static let knownAt = BilingualText(zh: "已知于", en: "known at")

    /// How many members there are.
    static func members(_ count: MemberCount) -> BilingualText {
        BilingualText(
            zh: "正式\(count.formal)人，预备\(count.probationary)人，自\(count.date)起",
            en: "\(count.formal) formal, \(count.probationary) probationary, since \(count.date)")
    }

    /// The committee in office.
    static func office(_ committee: CommitteeInOffice) -> BilingualText {
        let (term, members) = (committee.term, committee.members)
        return BilingualText(
            zh: "\(term.from)选举，任期至\(term.through)，委员\(members)人",
            en: "elected on \(term.from) for a term up to \(term.through), \(members) sit on it")
    }
}
