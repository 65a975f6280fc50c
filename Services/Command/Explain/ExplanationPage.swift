internal import Domain
internal import ServiceKit

/// An explanation as a page that a clerk can read.
struct ExplanationPage {
    /// Which languages the page is written in.
    enum Language: String, CaseIterable, ExpressibleByArgument {
        case zh
        case en
        case both
    }

    private let explanation: Explanation
    private let cell: Cell
    private let pack: Pack

    /// A page about an explanation.
    init(_ answer: ExplanationAnswer, _ pack: Pack) {
        self.explanation = answer.explanation
        self.cell = answer.cell
        self.pack = pack
    }

    /// The page; in both languages the Chinese one stands first.
    func text(in language: Language) -> String {
        switch language {
        case .zh: self.page(\.zh)
        case .en: self.page(\.en)
        case .both: self.page(\.zh) + "\n" + self.page(\.en)
        }
    }

    /// The words of one language.
    private typealias Reading = (BilingualText) -> String

    private func page(_ word: Reading) -> String {
        let requirement = self.explanation.requirement
        let unit = self.explanation.unit
        var page = LabelledLines()
        page.line("\(word(requirement.title)) · \(unit.name) (\(unit.code))")
        let verdict = self.explanation.verdict
        page.line("\(verdict.shape) \(word(Phrasebook.verdict(verdict)))\(self.remark(word))")
        page.line("")
        page.add(word(Label.asked), word(requirement.wording))
        if let duty = self.explanation.duty {
            page.add(word(Label.window), "\(duty.window.from) – \(duty.window.through)")
        }
        page.add(word(Label.missing), self.explanation.missing.map(word))
        if let mend = self.explanation.mend {
            page.add(word(Label.mend), word(mend.text))
        }
        self.addRecords(to: &page, word)
        page.add(word(Label.sources), self.explanation.sources.map { self.standing($0, word) })
        page.add(word(Label.owedBy), self.explanation.owedBy.map { "\($0.role) @ \($0.unit)" })
        page.add(word(Label.tell), self.explanation.tell.map { "\($0.role) @ \($0.unit)" })
        page.add(word(Label.windows), self.cell.duties.map { self.window($0, word) })
        page.add(word(Label.basis), requirement.basis.map { self.basis($0, word) })
        page.add(word(Label.gate), word(Phrasebook.gate(requirement.gate)))
        page.add(word(Label.path), self.explanation.path)
        page.add(
            word(Label.view),
            "\(self.explanation.asOf.shortText) · \(word(Label.knownAt)) \(self.explanation.knownAt.shortText) · "
                + "\(self.pack.id) \(self.pack.version) \(self.pack.digest.prefix(19))")
        return page.text
    }

    private func remark(_ word: Reading) -> String {
        guard let duty = self.explanation.duty else { return "" }
        var remarks: [String] = []
        if duty.isLate { remarks.append(word(Label.late)) }
        if duty.isFiledLate { remarks.append(word(Label.filedLate)) }
        return remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))"
    }

    private func addRecords(to page: inout LabelledLines, _ word: Reading) {
        if let count = self.explanation.count {
            page.add(
                word(Label.count),
                "\(count.formal) + \(count.probationary) \(word(Label.members)), \(word(Label.since)) \(count.date)")
        }
        guard self.explanation.requirement.criterion.hasWindows else { return }
        let counted = self.explanation.counted.map { record in
            let accepted = record.accepted.map { ", \(word(Label.accepted)) \($0.shortText)" } ?? ""
            return "\(record.occurred.shortText), \(word(Label.recorded)) \(record.recorded.shortText)\(accepted): "
                + "\(record.source) \(record.id)"
        }
        page.add(word(Label.counted), counted.isEmpty ? [word(Label.none)] : counted)
        page.add(
            word(Label.notCounted),
            self.explanation.notCounted.map { "\(word(Phrasebook.reason($0.reason))): \($0.source) \($0.id)" })
    }

    private func standing(_ standing: SourceStanding, _ word: Reading) -> String {
        guard let watermark = standing.watermark else { return "\(standing.source): \(word(Label.silent))" }
        return "\(standing.source): \(word(Label.sentUpTo)) \(watermark.until.shortText)"
    }

    private func window(_ duty: Duty, _ word: Reading) -> String {
        "\(duty.window.from) – \(duty.window.through)  \(duty.verdict.shape) \(word(Phrasebook.verdict(duty.verdict)))"
    }

    private func basis(_ basis: Basis, _ word: Reading) -> String {
        let unconfirmed = basis.isConfirmed ? "" : ", \(word(Label.unconfirmed))"
        return "《\(basis.document)》\(basis.article) (\(word(Phrasebook.modality(basis.modality)))\(unconfirmed))"
    }
}

/// What stands before the parts of the page, and the small words within them.
private enum Label {
    static let asked = BilingualText(zh: "要求", en: "asked")
    static let window = BilingualText(zh: "时段", en: "window")
    static let missing = BilingualText(zh: "欠缺", en: "missing")
    static let mend = BilingualText(zh: "补救", en: "to mend it")
    static let count = BilingualText(zh: "人数", en: "count")
    static let members = BilingualText(zh: "人（正式＋预备）", en: "members (formal + probationary)")
    static let since = BilingualText(zh: "自", en: "since")
    static let counted = BilingualText(zh: "计入", en: "counted")
    static let notCounted = BilingualText(zh: "未计入", en: "not counted")
    static let recorded = BilingualText(zh: "登记于", en: "recorded")
    static let accepted = BilingualText(zh: "受理于", en: "accepted")
    static let none = BilingualText(zh: "无", en: "nothing")
    static let sources = BilingualText(zh: "来源", en: "sources")
    static let silent = BilingualText(zh: "尚未报送进度", en: "not a word yet")
    static let sentUpTo = BilingualText(zh: "已报齐至", en: "has sent everything up to")
    static let owedBy = BilingualText(zh: "责任人", en: "owed by")
    static let tell = BilingualText(zh: "告知", en: "told")
    static let windows = BilingualText(zh: "各时段", en: "windows")
    static let basis = BilingualText(zh: "依据", en: "basis")
    static let unconfirmed = BilingualText(zh: "原文未核对", en: "wording not confirmed")
    static let gate = BilingualText(zh: "关口", en: "gate")
    static let path = BilingualText(zh: "位置", en: "place")
    static let view = BilingualText(zh: "截至", en: "as of")
    static let knownAt = BilingualText(zh: "已知于", en: "known at")
    static let late = BilingualText(zh: "逾期完成", en: "late")
    static let filedLate = BilingualText(zh: "补录", en: "filed late")
}
