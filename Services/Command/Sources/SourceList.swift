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

    /// The list.
    var text: String {
        guard !self.sources.isEmpty else {
            return """
                No source is registered, and none has sent anything.
                To begin, import who reports what: guoying import --template sources prints what a file looks like.

                """
        }
        let header = ["source", "every", "up to", "said on", "next due", ""]
        let table = TextTable([header] + self.sources.map(self.row)).text.split(separator: "\n").map(String.init)
        let lines = zip(table.dropFirst(), self.sources).flatMap { [$0] + self.expectation(of: $1) }
        let end = "as of \(self.asOf.shortText); guoying sources status SOURCE shows all of one"
        return (table.prefix(1) + lines + ["", end]).map { $0.printable.fitted(to: Page.width) + "\n" }.joined()
    }

    private func row(_ source: SourceStatus) -> [String] {
        let name = source.source.rawValue.fitted(to: 28)
        guard let slowest = source.slowest else {
            let newest = source.newest.map { "last event \($0.shortText)" } ?? "no event"
            return [name, "-", "-", "-", "-", "not expected to report; \(newest)"]
        }
        return [
            name, slowest.duty.every.description, slowest.last?.until.shortText ?? "-",
            slowest.last?.recorded.shortText ?? "never", slowest.nextDue.shortText, source.word(asOf: self.asOf),
        ]
    }

    private func expectation(of source: SourceStatus) -> [String] {
        guard let duty = source.slowest?.duty else { return ["  \(counted(Int(source.accepted), "event")) taken"] }
        let units = source.expectations.map(\.duty.unit.rawValue)
        let rest = units.count - Self.unitLimit
        let named = units.prefix(Self.unitLimit).joined(separator: " ") + (rest > 0 ? " and \(rest) more" : "")
        return Page.folded([duty.name, "\(duty.owner)", "for \(named)"], separator: " · ", after: "  ")
            + Page.folded(source.kinds, separator: " ", after: "  ")
    }
}

extension SourceStatus {
    /// How it stands, in a word.
    func word(asOf: Instant) -> String {
        guard self.isBehind(asOf: asOf) else { return "✓ in time" }
        return self.noticeSince.map { "✗ BEHIND, owner told \($0.shortText)" } ?? "✗ BEHIND"
    }
}
