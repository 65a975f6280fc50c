internal import Domain
internal import ServiceKit

/// All sources for people: a line for how far each is, and below it what is expected of it.
struct SourceList {
    /// How many units are named one by one.
    private static let unitLimit = 3

    private let sources: [SourceStatus]
    private let asOf: Instant

    /// A list of sources, as of now.
    init(_ sources: [SourceStatus], asOf: Instant) {
        self.sources = sources
        self.asOf = asOf
    }

    /// The list; in both languages the Chinese one stands first.
    func text(in language: PageLanguage) -> String { language.pages(self.page) }

    private func page(_ word: PageLanguage.Reading) -> String {
        guard !self.sources.isEmpty else { return word(SourceWords.noSource) + "\n" }
        let header = SourceWords.columns.map(word) + [""]
        let table = TextTable([header] + self.sources.map { self.row($0, word) }).text
            .split(separator: "\n").map(String.init)
        let lines = zip(table.dropFirst(), self.sources).flatMap { [$0] + self.expectation(of: $1, word) }
        let end = word(SourceWords.listEnd(asOf: self.asOf))
        return (table.prefix(1) + lines + ["", end]).map { $0.printable.fitted(to: Page.width) + "\n" }.joined()
    }

    private func row(_ source: SourceStatus, _ word: PageLanguage.Reading) -> [String] {
        let name = source.source.rawValue.fitted(to: 28)
        guard let slowest = source.slowest else {
            return [name, "-", "-", "-", "-", word(SourceWords.unexpected(newest: source.newest))]
        }
        return [
            name, slowest.duty.every.description, slowest.last?.until.shortText ?? "-",
            slowest.last?.recorded.shortText ?? word(SourceWords.never), slowest.nextDue.shortText,
            word(SourceWords.standing(source, asOf: self.asOf)),
        ]
    }

    private func expectation(of source: SourceStatus, _ word: PageLanguage.Reading) -> [String] {
        guard let duty = source.slowest?.duty else { return ["  " + word(SourceWords.taken(source.accepted))] }
        let units = source.expectations.map(\.duty.unit.rawValue)
        let rest = units.count - Self.unitLimit
        let named =
            [units.prefix(Self.unitLimit).joined(separator: " ")] + (rest > 0 ? [word(SourceWords.more(rest))] : [])
        let subtrees = word(SourceWords.subtrees(named.joined(separator: " ")))
        return Page.folded([duty.name, "\(duty.owner)", subtrees], separator: " · ", after: "  ")
            + Page.folded(source.kinds, separator: " ", after: "  ")
    }
}
