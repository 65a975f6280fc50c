internal import Domain
internal import Pipeline

// A unit's item in the due queue is also its lock: whoever judges a unit has taken or written its item first, in the
// order of the keys, and holds it to the end of the transaction. So a unit is judged by one at a time, and a fact that
// comes in meanwhile has it judged once more. The same holds for sources.

extension DueItem {
    /// The kind of the items that have a unit judged.
    static let judgeUnit = "judge"
    /// The kind of the items that have a source judged.
    static let judgeSource = "source"
    /// The detail of an item that a record has caused.
    private static let record = Array(#"{"because":"record"}"#.utf8)

    /// A unit is to be judged because a record has bearing on it.
    static func judging(_ unit: UnitCode, becauseOfRecordAt instant: Instant) -> DueItem {
        DueItem(what: Self.judgeUnit, key: unit.rawValue, at: instant, clock: .business, detail: Self.record)
    }

    /// A unit is to be judged because time will have come.
    static func judging(_ unit: UnitCode, becauseOfTimeAt instant: Instant) -> DueItem {
        DueItem(what: Self.judgeUnit, key: unit.rawValue, at: instant, clock: .business)
    }

    /// A source is to be judged because a record is its, or about it.
    static func judging(_ source: SourceName, becauseOfRecordAt instant: Instant) -> DueItem {
        DueItem(what: Self.judgeSource, key: source.rawValue, at: instant, clock: .business, detail: Self.record)
    }

    /// A source is to be judged because time will have come.
    static func judging(_ source: SourceName, becauseOfTimeAt instant: Instant) -> DueItem {
        DueItem(what: Self.judgeSource, key: source.rawValue, at: instant, clock: .business)
    }

    /// Whether nothing but time is the reason.
    var isBecauseOfTime: Bool { self.detail == nil }
}
