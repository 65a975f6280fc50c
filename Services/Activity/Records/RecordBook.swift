internal import Crypto
internal import Domain
internal import Messages
internal import Pipeline

/// Turns events that take effect, one after another, into changes of records.
struct RecordBook: Sendable {
    /// The record that an event is a version of, where that is not the event's own.
    private var records: [Digest16: Digest16]
    private var histories: [Digest16: RecordHistory]
    /// Records that something in this transaction corrects or takes back: of no others a history is kept.
    private let changing: Set<Digest16>

    /// A book of the records that something corrects or takes back.
    ///
    /// - Parameters:
    ///   - targets: The versions that are named.
    ///   - records: Of events that are corrections or retractions, the record that they are a version of.
    ///   - histories: What the store has of records.
    init(changedBy targets: Set<Digest16>, records: [Digest16: Digest16], histories: [RecordHistory]) {
        self.changing = targets
        self.records = records
        self.histories = Dictionary(histories.map { ($0.record, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Enters an event; `nil` for a watermark, which is about no record, and for a record that has just come and that
    /// nothing else here speaks of.
    mutating func enter(_ fact: Fact) throws(MissingHistory) -> RecordChange? {
        let event = fact.message.identity
        switch fact.message.body {
        case .held(let held):
            guard self.changing.contains(event) else { return nil }
            let (history, change) = RecordHistory.held(event, at: held.place, fact, held.kind)
            self.histories[event] = history
            return change
        case .corrected(let held, of: let target):
            return try self.change(target, by: event) { $0.hold(at: held.place, fact, held.kind) }
        case .retracted(let target):
            return try self.change(target, by: event) { $0.retract(fact) }
        case .watermark:
            return nil
        }
    }

    private mutating func change(
        _ target: ActivityEvent.Target, by event: Digest16, _ body: (inout RecordHistory) -> RecordChange
    ) throws(MissingHistory) -> RecordChange {
        let identity = target.identity
        let record = self.records[identity] ?? identity
        self.records[event] = record
        guard var history = self.histories[record] else { throw MissingHistory(record: record) }
        let change = body(&history)
        self.histories[record] = history
        return change
    }
}

/// The tables say that a record is there and hold no version of it.
struct MissingHistory: Error, CustomStringConvertible {
    let record: Digest16

    var description: String {
        "record \(self.record) has a row in activity.seen and none in activity.record; restore the table from a backup"
    }
}

extension ActivityEvent.Held {
    /// Where it stands.
    var place: Place { Place(unit: self.unit.rawValue, occurred: self.startedAt) }
}
