internal import Domain

/// An explanation as a page that a clerk can read.
struct ExplanationPage {
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
    func text(in language: PageLanguage) -> String { language.pages(self.page) }

    private typealias Reading = PageLanguage.Reading
    private typealias Label = ExplanationLabel

    private func page(_ word: Reading) -> String {
        let requirement = self.explanation.requirement
        let unit = self.explanation.unit
        var page = LabelledLines()
        page.line("\(word(requirement.title)) · \(unit.name) (\(unit.code))")
        page.line(self.verdict(self.explanation.duty, self.explanation.verdict, self.explanation.reason, word))
        page.line("")
        page.add(word(Label.asked), word(requirement.wording))
        page.add(word(Label.measured), word(Phrasebook.measure(requirement.criterion)))
        page.add(word(Label.binds), word(Phrasebook.binding(requirement.binds)))
        page.add(word(Label.weighs), word(Phrasebook.severity(self.explanation.severity)))
        page.add(word(Label.window), self.window(word))
        page.add(word(Label.missing), self.explanation.missing.map(word))
        page.add(word(Label.note), self.explanation.note.map(word))
        page.add(word(Label.mend), self.explanation.mend.map { word($0.text) })
        page.add(word(Label.waiver), self.explanation.waiver.map { self.waiver($0, word) })
        self.addRegister(to: &page, word)
        self.addRecords(to: &page, word)
        page.add(word(Label.owedBy), self.explanation.owedBy.map { word(Phrasebook.seat($0.role, at: $0.unit)) })
        page.add(word(Label.tell), self.explanation.tell.map { word(Phrasebook.seat($0.role, at: $0.unit)) })
        page.add(
            word(Label.windows),
            self.cell.duties.map { duty in
                "\(duty.window.from) – \(duty.window.through)  \(self.verdict(duty, duty.verdict, duty.reason, word))"
            })
        page.add(word(Label.basis), requirement.basis.map { self.basis($0, word) })
        page.add(word(Label.gate), word(Phrasebook.gate(requirement.gate)))
        page.add(word(Label.path), self.explanation.path)
        page.add(
            word(Label.view),
            "\(self.explanation.asOf.shortText) · \(word(Label.knownAt)) \(self.explanation.knownAt.shortText) · "
                + "\(self.pack.id) \(self.pack.version) \(self.pack.digest.prefix(19))")
        return page.text
    }

    /// `~ met (filed late)`, `? unknown (/campus/oa is behind)`.
    private func verdict(_ duty: Duty?, _ verdict: Verdict, _ reason: UnknownReason?, _ word: Reading) -> String {
        let remarks = (duty.map(Phrasebook.flags) ?? []) + (reason.map { [Phrasebook.reason($0)] } ?? [])
        let remark = remarks.isEmpty ? "" : " (\(remarks.map(word).joined(separator: ", ")))"
        return "\(duty?.shape ?? verdict.shape) \(word(Phrasebook.verdict(verdict)))\(remark)"
    }

    private func window(_ word: Reading) -> String? {
        guard self.explanation.requirement.criterion.hasWindows else { return nil }
        return self.explanation.duty.map { "\($0.window.from) – \($0.window.through)" } ?? word(Label.noWindow)
    }

    private func waiver(_ waiver: Waiver, _ word: Reading) -> String {
        "\(waiver.period.from) – \(waiver.period.through): \(waiver.basis) "
            + "(\(word(Label.signedBy)) \(waiver.signer), \(waiver.id))"
    }

    /// What the register says, where it matters.
    private func addRegister(to page: inout LabelledLines, _ word: Reading) {
        let requirement = self.explanation.requirement
        page.add(word(Label.count), self.explanation.count.map { word(Label.members($0)) })
        let matters =
            switch requirement.criterion {
            case .limit(let limit): limit.measure == .committee
            case .term: true
            case .cadence, .deadline, .reminder: requirement.binds.committee != nil
            }
        guard matters else { return }
        page.add(word(Label.committee), word(self.explanation.committee.map(Label.office) ?? Label.noCommittee))
    }

    private func addRecords(to page: inout LabelledLines, _ word: Reading) {
        guard self.explanation.requirement.criterion.hasRecords, self.explanation.duty != nil else { return }
        let counted = self.explanation.counted.map { record in
            let accepted = record.accepted.map { ", \(word(Label.accepted)) \($0.shortText)" } ?? ""
            return "\(record.occurred.shortText): \(record.source) \(record.id), "
                + "\(word(Label.recorded)) \(record.recorded.shortText)\(accepted)"
        }
        page.add(word(Label.counted), counted.isEmpty ? [word(Label.none)] : counted)
        page.add(
            word(Label.notCounted),
            self.explanation.notCounted.map { record in
                "\(record.occurred.shortText): \(record.source) \(record.id), "
                    + word(Phrasebook.reason(record.reason))
            })
        let sources = self.explanation.sources.map { self.standing($0, word) }
        page.add(word(Label.sources), sources.isEmpty ? [word(Label.noSource)] : sources)
    }

    private func standing(_ standing: SourceStanding, _ word: Reading) -> String {
        guard let watermark = standing.watermark else { return "\(standing.source): \(word(Label.silent))" }
        return "\(standing.source): \(word(Label.sentUpTo)) \(watermark.until.shortText), "
            + "\(word(Label.said)) \(watermark.recorded.shortText)"
    }

    private func basis(_ basis: Basis, _ word: Reading) -> String {
        let unconfirmed = basis.isConfirmed ? "" : ", \(word(Label.unconfirmed))"
        return "《\(basis.document)》\(basis.article) (\(word(Phrasebook.modality(basis.modality)))\(unconfirmed))"
    }
}

extension Criterion {
    /// Whether it is judged by records of what took place; an election is in the register.
    fileprivate var hasRecords: Bool {
        switch self {
        case .cadence, .deadline, .reminder: true
        case .term, .limit: false
        }
    }
}
