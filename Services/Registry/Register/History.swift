internal import Domain

/// All versions of some statements, each in the order in which they became known.
struct History<Fact: RegisterFact>: Sendable {
    /// Whether a row says itself when it was recorded.
    enum Dating: Sendable {
        /// It does.
        case stated
        /// It does not: it counts as known from the day it speaks of.
        case assumed
    }

    /// What a row adds to what is known.
    enum Novelty: Sendable {
        /// Nothing was known of it.
        case new
        /// Something else was known.
        case changed
        /// Just that was known.
        case unchanged
    }

    private var versions: [Fact.Key: [Fact]] = [:]

    /// The versions that are known already, in any order.
    init(_ facts: [Fact] = []) {
        self.versions = Dictionary(grouping: facts, by: \.key).mapValues { facts in
            facts.sorted { ($0.recorded, $0.order) < ($1.recorded, $1.order) }
        }
    }

    /// Adds a version unless it repeats what is known.
    ///
    /// It repeats what was known when it was recorded or, where it does not say when that was, what is known now: so a
    /// file can be imported again, whether or not its rows are dated.
    mutating func take(_ fact: Fact, _ dating: Dating) -> Novelty {
        guard var known = self.versions[fact.key], let newest = known.last else {
            self.versions[fact.key] = [fact]
            return .new
        }
        let place = known.lastIndex { $0.recorded <= fact.recorded }.map { $0 + 1 } ?? 0
        if place > 0, fact.repeats(known[place - 1]) { return .unchanged }
        if dating == .assumed, fact.repeats(newest) { return .unchanged }
        known.insert(fact, at: place)
        self.versions[fact.key] = known
        return .changed
    }

    /// What is known now of each statement.
    var newest: [Fact] { self.versions.values.compactMap(\.last) }
}
