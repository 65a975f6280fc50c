internal import Domain
internal import ServiceKit

/// All that came of one source, for whoever operates it.
struct SourcePage {
    /// How many units, keys or watermarks are named one by one.
    private static let itemLimit = 20

    private let status: SourceStatus
    private let asOf: Instant

    /// A page about a source, as of now.
    init(_ status: SourceStatus, asOf: Instant) {
        self.status = status
        self.asOf = asOf
    }

    /// The page; in both languages the Chinese one stands first.
    func text(in language: PageLanguage) -> String { language.pages(self.page) }

    private typealias Words = SourceWords
    private typealias Reading = PageLanguage.Reading

    private func page(_ word: Reading) -> String {
        var page = LabelledLines()
        let name = self.status.slowest.map { " \($0.duty.name)" } ?? ""
        page.line("\(self.status.source)\(name)")
        page.line(word(Words.standing(self.status, asOf: self.asOf)))
        page.line("")
        self.addExpectations(to: &page, word)
        page.add(word(Words.pending), self.limited(self.status.pending.map { word(Words.pending($0)) }, word))
        page.add(word(Words.lastEvent), word(Words.received(self.status.newest)))
        page.add(
            word(Words.taken),
            self.status.counts.isEmpty
                ? [word(Words.nothing)]
                : [word(Words.counts(accepted: self.status.accepted, duplicate: self.status.duplicate))])
        page.add(
            "",
            self.status.counts.map { count in
                "\(count.kind): " + word(Words.counts(accepted: count.accepted, duplicate: count.duplicate))
            })
        page.add(
            word(Words.corrected), self.status.corrected > 0 ? [word(Words.corrected(self.status.corrected))] : [])
        page.add(word(Words.delayed), self.status.delayed > 0 ? [word(Words.delayed(self.status.delayed))] : [])
        page.add(word(Words.refused), self.refused(word))
        page.add(word(Words.parked), self.parked(word))
        page.add(word(Words.stopped), self.limited(self.status.stopped.map { word(Words.stopped($0)) }, word))
        page.add(word(ExplanationLabel.view), self.asOf.shortText)
        return page.text
    }

    private func addExpectations(to page: inout LabelledLines, _ word: Reading) {
        guard let slowest = self.status.slowest else { return }
        page.add(word(Words.owner), slowest.duty.owner.description)
        let expected = self.gathered { word(Words.expectation($0.duty)) }
        page.add(word(Words.expected), self.limited(expected.map { self.placed($0, word) }, word))
        let marks = self.gathered { word(Words.watermark($0, asOf: self.asOf)) }
        page.add(
            word(Words.watermark),
            self.limited(marks.map { marks.count == 1 ? $0.text : self.placed($0, word) }, word))
        let silent = self.status.silentKinds
        page.add(word(Words.noEventYet), silent.isEmpty ? nil : silent.joined(separator: " "))
        page.add(word(ExplanationLabel.tell), self.status.noticeSince.map { word(Words.ownerTold($0)) })
    }

    private func placed(_ gathered: (text: String, units: [String]), _ word: Reading) -> String {
        word(Words.placed(gathered.text, units: gathered.units.joined(separator: " ")))
    }

    /// What is to be said of each subtree, once for all of which it is the same.
    private func gathered(_ text: (SourceExpectation) -> String) -> [(text: String, units: [String])] {
        var gathered: [(text: String, units: [String])] = []
        for expectation in self.status.expectations {
            let (text, unit) = (text(expectation), expectation.duty.unit.rawValue)
            let index = gathered.firstIndex { $0.text == text }
            if let index { gathered[index].units.append(unit) } else { gathered.append((text, [unit])) }
        }
        return gathered
    }

    private func refused(_ word: Reading) -> [String] {
        guard !self.status.refusals.isEmpty else { return [word(Words.nothing)] }
        let lines = self.status.refusals.map { refusal in
            let field = refusal.field.map { " \($0)" } ?? ""
            return "\(refusal.code)\(field): " + word(Words.refusals(refusal.count, open: refusal.open))
        }
        return [word(Words.refusals(self.status.refused, of: self.status.source))] + self.limited(lines, word)
    }

    private func parked(_ word: Reading) -> [String] {
        guard !self.status.parked.isEmpty else { return [word(Words.nothing)] }
        return self.limited(
            self.status.parked.map { word(Words.parked($0.count, since: $0.since, waitingFor: $0.key)) }, word)
    }

    private func limited(_ lines: [String], _ word: Reading) -> [String] {
        guard lines.count > Self.itemLimit else { return lines }
        return lines.prefix(Self.itemLimit) + ["… " + word(Words.more(lines.count - Self.itemLimit))]
    }
}
