internal import Domain
internal import Synchronization

/// What the register says of units, remembered for as long as its journal stands where it did: whoever reads at the
/// same position again reads the same.
public final class RegisterMemory: Sendable {
    /// So many units fit into some ten megabytes.
    private static let limit = 20_000

    private struct State {
        var position: Int64 = 0
        /// The units of which all that bears on them is there.
        var units: Set<UnitCode> = []
        var facts = RegisterFacts()
    }

    private let state = Mutex(State())

    /// A memory of nothing.
    public init() {}

    /// What is remembered of units at a position, and the units of which nothing is.
    func recall(_ units: [UnitCode], at position: Int64) -> (facts: RegisterFacts, missing: [UnitCode]) {
        self.state.withLock { state in
            guard position == state.position else { return (RegisterFacts(), units) }
            let known = units.filter { state.units.contains($0) }
            let missing = units.count == known.count ? [] : units.filter { !state.units.contains($0) }
            return (state.facts.part(for: known), missing)
        }
    }

    /// Remembers what was read of units; what was read at an earlier position is forgotten, for nobody asks for it.
    func remember(_ facts: RegisterFacts, of units: [UnitCode], at position: Int64) {
        self.state.withLock { state in
            guard position >= state.position else { return }
            if position > state.position || state.units.count + units.count > Self.limit {
                state = State(position: position)
            }
            state.units.formUnion(units)
            state.facts.add(facts)
        }
    }
}
