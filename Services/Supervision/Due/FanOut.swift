internal import Domain
internal import JSON
internal import Machines
internal import Pipeline

/// Units that one fact touches all at once, to be judged piece by piece.
///
/// What is left after a piece is an item of its own, keyed by where it goes on: a newer fan-out over the same units
/// never sets an older one back, and where both have come to the same place they are one.
struct FanOut: Hashable, Sendable {
    /// Which units.
    enum Reach: Hashable, Sendable {
        /// All units.
        case everything
        /// A unit and all that ever stood below it.
        case subtree(UnitCode)
        /// The subtrees of all units for which a source was ever expected to report.
        case source(SourceName)
    }

    /// The items' kind in the due queue.
    static let what = "fan-out"

    let reach: Reach
    /// The last unit that is done with, in the order of codes; none at the beginning.
    let after: UnitCode?

    init(_ reach: Reach, after: UnitCode? = nil) {
        self.reach = reach
        self.after = after
    }

    /// The item that has these units judged from an instant on.
    func item(at instant: Instant) -> DueItem {
        DueItem(what: Self.what, key: self.key, at: instant, clock: .business)
    }

    /// A JSON array of words, such as `["subtree","c","b-0103"]`, the last of which is `after`.
    var key: String {
        var writer = JSONWriter()
        writer.array { writer in
            switch self.reach {
            case .everything: writer.string("everything")
            case .subtree(let unit):
                writer.string("subtree")
                writer.string(unit.rawValue)
            case .source(let source):
                writer.string("source")
                writer.string(source.rawValue)
            }
            if let after { writer.string(after.rawValue) }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Reads what `key` wrote; nil where the text is anything else.
    init?(key: String) {
        var reader = DocumentReader()
        let read = try? reader.read(Array(key.utf8)) { root in
            var words: [String] = []
            root.forEachElement { words.append($0.string ?? "") }
            return words
        }
        guard let words = read, let kind = words.first else { return nil }
        let after = words.dropFirst(kind == "everything" ? 1 : 2).first.map { UnitCode(rawValue: $0) }
        switch (kind, words.count) {
        case ("everything", 1...2): self.init(.everything, after: after)
        case ("subtree", 2...3): self.init(.subtree(UnitCode(rawValue: words[1])), after: after)
        case ("source", 2...3): self.init(.source(SourceName(rawValue: words[1])), after: after)
        default: return nil
        }
    }
}
