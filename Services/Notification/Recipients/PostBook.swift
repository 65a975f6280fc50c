internal import Domain

/// Who holds which post, as the register has it: a pure function of its rows.
///
/// A post that nobody holds on the day moves its messages up: to whoever leads the same unit, then to whoever leads the
/// unit above it, and so on to the top.
struct PostBook: Sendable {
    /// Who is told for a post.
    struct Holders: Hashable, Sendable {
        /// The persons, in the order of their ids.
        let persons: [PersonID]
        /// The post that they hold: the one asked for, or one further up.
        let post: Post
    }

    private let units: [UnitCode: [UnitVersion]]
    private let holdings: [Post: [PostHolding]]

    /// The rows of units and of all above them, and of the posts at them, in any order.
    init(units: [UnitVersion] = [], holdings: [PostHolding] = []) {
        self.units = Dictionary(grouping: units, by: \.code)
        self.holdings = Dictionary(grouping: holdings) { Post(role: $0.post.rawValue, unit: $0.unit.rawValue) }
    }

    /// Who is told for a post on a day, as known at an instant; nil where nobody up to the top holds one.
    func holders(of post: Post, on day: Day, knownAt: Instant) -> Holders? {
        if let holders = self.direct(post, on: day, knownAt) { return holders }
        var seen: Set<UnitCode> = []
        var code: UnitCode? = UnitCode(rawValue: post.unit)
        while let current = code, seen.insert(current).inserted {
            guard let row = self.row(of: current, on: day, knownAt) else { return nil }
            let leading = Post(role: row.kind.leadingPost.rawValue, unit: current.rawValue)
            if let holders = self.direct(leading, on: day, knownAt) { return holders }
            code = row.parent
        }
        return nil
    }

    private func direct(_ post: Post, on day: Day, _ knownAt: Instant) -> Holders? {
        let known = (self.holdings[post] ?? []).filter { $0.recorded <= knownAt && $0.from <= day }
        // Of each person and first day the newest version counts.
        let statements = Dictionary(grouping: known) { "\($0.from) \($0.person)" }.values
        let newest = statements.compactMap { $0.max { ($0.recorded, $0.order) < ($1.recorded, $1.order) } }
        let persons = Set(newest.filter { $0.through.map { day <= $0 } ?? true }.map(\.person))
        return persons.isEmpty ? nil : Holders(persons: persons.sorted(), post: post)
    }

    private func row(of code: UnitCode, on day: Day, _ knownAt: Instant) -> UnitVersion? {
        (self.units[code] ?? []).filter { $0.recorded <= knownAt && $0.from <= day }
            .max { ($0.from, $0.recorded, $0.order) < ($1.from, $1.recorded, $1.order) }
    }
}
