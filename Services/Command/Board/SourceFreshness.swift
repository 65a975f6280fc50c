internal import Domain

/// How far the sources say that they are, gathered from what is known of the units of a board.
struct SourceFreshness {
    /// How far one source is: most often the same for all units, but a watermark may speak of one subtree only.
    struct Reach: Hashable {
        /// For the units for which it is least far, up to when it says to have sent everything; none where it has not
        /// said a word.
        var least: Instant?
        /// For the units for which it is furthest.
        var most: Instant?
    }

    /// Each source's reach.
    private var reaches: [SourceName: Reach] = [:]
    private let asOf: Instant
    private let knownAt: Instant

    /// Nothing is known of any source yet.
    init(asOf: Instant, knownAt: Instant) {
        self.asOf = asOf
        self.knownAt = knownAt
    }

    /// Takes in who reports for a unit, and their newest words that cover it. Which of them covers a kind, an
    /// explanation says.
    mutating func add(_ facts: UnitFacts) {
        let day = self.asOf.day
        let lineage = Set(facts.path(asOf: self.asOf, knownAt: self.knownAt).split(separator: "/").map(String.init))
        let duties = facts.duties.filter { $0.recorded <= self.knownAt && $0.from.map { $0 <= day } ?? true }
        for source in Set(duties.map(\.source)) {
            // Watermarks are in the order in which they were recorded.
            let newest = facts.watermarks.last { mark in
                mark.source == source && mark.recorded <= self.knownAt
                    && mark.unit.map { lineage.contains($0.rawValue) } ?? true
            }
            self.reaches[source] = Self.joined(self.reaches[source], newest?.until)
        }
    }

    /// Each source by name, and how far it is.
    var standings: [(source: SourceName, reach: Reach)] {
        self.reaches.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func joined(_ reach: Reach?, _ until: Instant?) -> Reach {
        guard let reach else { return Reach(least: until, most: until) }
        let least = reach.least.flatMap { least in until.map { min(least, $0) } }
        return Reach(least: least, most: [reach.most, until].compactMap { $0 }.max())
    }
}
