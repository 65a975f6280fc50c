internal import Domain
internal import Machines
internal import Pipeline

// A unit's item in the due queue is also its lock: whoever judges a unit has taken or locked its item first, in the
// order of the keys, and holds it to the end of the transaction. So a unit is judged by one at a time, and a fact that
// comes in meanwhile has it judged once more. The same holds for sources.
//
// An item's instant is the one at which something was found or is due; before the gate is open up to it, nobody takes
// it.

extension DueItem {
    /// The kind of the items that have a unit judged.
    static let judgeUnit = "judge"
    /// The kind of the items that have a source judged.
    static let judgeSource = "source"

    /// A unit is to be judged: because a record has bearing on it now, or because time will have come.
    static func judging(_ unit: UnitCode, at instant: Instant) -> DueItem {
        DueItem(what: Self.judgeUnit, key: unit.rawValue, at: instant, clock: .business)
    }

    /// A source is to be judged: because a record is its, or about it, or because time will have come.
    static func judging(_ source: SourceName, at instant: Instant) -> DueItem {
        DueItem(what: Self.judgeSource, key: source.rawValue, at: instant, clock: .business)
    }
}
