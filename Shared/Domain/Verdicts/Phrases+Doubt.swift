/// Why nobody can say, and who could.
extension UnknownReason {
    /// What is missing.
    var doubt: BilingualText {
        switch self {
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
        }
    }

    /// What would clear it up.
    var clarification: BilingualText {
        switch self {
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
        }
    }
}
