internal import Domain

/// How far the sources say that they are, gathered from what is known of the units.
struct SourceFreshness {
    /// Of each source the newest, among those that cover a unit on the board.
    private var watermarks: [SourceName: Watermark?] = [:]
    private let asOf: Instant
    private let knownAt: Instant

    /// Nothing is known of any source yet.
    init(asOf: Instant, knownAt: Instant) {
        self.asOf = asOf
        self.knownAt = knownAt
    }

    /// Takes in who reports for a unit, and their watermarks.
    mutating func add(_ facts: UnitFacts) {
        let day = self.asOf.day
        for duty in facts.duties where duty.recorded <= self.knownAt && duty.from.map({ $0 <= day }) ?? true {
            // A source's newest word is its standing here; an explanation says which one covers a unit and a kind.
            var words = facts.watermarks.filter { $0.source == duty.source && $0.recorded <= self.knownAt }
            if let known = self.watermarks[duty.source] ?? nil { words.append(known) }
            let newest = words.max { ($0.recorded, $0.order) < ($1.recorded, $1.order) }
            self.watermarks[duty.source] = .some(newest)
        }
    }

    /// Each source by name, and the instant up to which it says to have sent everything.
    var standings: [(source: SourceName, until: Instant?)] {
        self.watermarks.sorted { $0.key < $1.key }.map { ($0.key, $0.value?.until) }
    }
}
