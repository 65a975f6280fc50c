internal import Domain
internal import Messages

/// Alerts for people, a block for each.
struct AlertPage {
    private let alerts: [StoredAlert]
    private let filter: AlertFilter
    private let asOf: Instant

    /// A page of alerts in their order, as of now.
    init(_ alerts: [StoredAlert], _ filter: AlertFilter, asOf: Instant) {
        self.alerts = alerts
        self.filter = filter
        self.asOf = asOf
    }

    /// The page.
    ///
    /// - Throws: `JSONError` where the body of an alert is no JSON.
    func text(in language: PageLanguage) throws -> String {
        guard !self.alerts.isEmpty else { return self.nothing(in: language) }
        let blocks = try self.alerts.map { try self.block($0, in: language) }
        let count = BilingualText(
            zh: "截至\(self.asOf.shortText)：\(self.alerts.count)条",
            en: "\(self.alerts.count) as of \(self.asOf.shortText)")
        return blocks.joined(separator: "\n") + "\n\(language.words(count))\n"
    }

    private func nothing(in language: PageLanguage) -> String {
        let severity = self.filter.severity.map(Phrasebook.alertSeverity)
        let place = self.filter.top.map { BilingualText(zh: "\($0)及其下级", en: " at or below \($0)") }
        let what = severity.map { BilingualText(zh: "“\($0.zh)”警示", en: $0.en) } ?? Label.alert
        let nothing =
            switch self.filter.scope {
            case .standing:
                BilingualText(
                    zh: "截至\(self.asOf.shortText)，\(place?.zh ?? "")没有未解除的\(what.zh)。",
                    en: "No \(what.en) stands\(place?.en ?? "") as of \(self.asOf.shortText).")
            case .all:
                BilingualText(
                    zh: "截至\(self.asOf.shortText)，\(place?.zh ?? "")没有过\(what.zh)。",
                    en: "No \(what.en) has ever stood\(place?.en ?? "") as of \(self.asOf.shortText).")
            }
        return language.texts(nothing).map { $0 + "\n" }.joined()
    }

    private func block(_ alert: StoredAlert, in language: PageLanguage) throws -> String {
        let content = try AlertContent(alert.body)
        let word = language.words
        var page = LabelledLines()
        let severity = word(Phrasebook.alertSeverity(alert.severity))
        let status = alert.isStanding ? "" : " (\(word(Label.resolved)))"
        page.line("\(severity)\(status) · \(alert.unit) \(content.unit.name) (\(content.unit.path))")
        let verdict = content.verdict.map { ": \($0.shape) \(word(Phrasebook.verdict($0)))" } ?? ""
        page.add(word(Label.about), "\(content.subject.id) \(word(content.subject.title))\(verdict)")
        page.add(word(ExplanationLabel.window), content.window)
        page.add(word(ExplanationLabel.missing), content.missing.map(language.texts) ?? [])
        page.add(word(ExplanationLabel.mend), content.mend.map(language.texts) ?? [])
        page.add(word(Label.by), content.mendBy)
        page.add(word(ExplanationLabel.owedBy), content.owedBy.map(word))
        page.add(word(ExplanationLabel.tell), content.tell.map(word))
        let changed = alert.version > 1 ? " · \(word(Label.changed)) \(alert.changed.shortText)" : ""
        page.add(
            word(Label.since),
            "\(alert.raised.shortText)\(changed) · \(word(Label.version)) \(alert.version) · \(alert.id)")
        return page.text
    }

    private enum Label {
        static let alert = BilingualText(zh: "警示", en: "alert")
        static let resolved = BilingualText(zh: "已解除", en: "resolved")
        static let about = BilingualText(zh: "事项", en: "about")
        static let by = BilingualText(zh: "期限", en: "by")
        static let since = BilingualText(zh: "起于", en: "since")
        static let changed = BilingualText(zh: "更新于", en: "changed")
        static let version = BilingualText(zh: "版本", en: "version")
    }
}
