internal import Crypto
internal import Domain
internal import JSON
internal import Messages
internal import Pipeline

/// Activity's tables. Records that were never changed are known entry by entry, those that were only when all lanes
/// have been read: lanes know no order among each other, and a record moves between them.
struct ActivityProjection: Projection, ~Copyable {
    static let records = ProjectedTable(
        "activity", "record", key: "unit", "occurred", "record", "revision", "lane", "position", by: .entries)
    static let versions = ProjectedTable("activity", "version", key: "event", by: .any)

    static let service = "activity"
    static let tables = [Self.records, Self.versions, LetterProjection.table, WatermarkProjection.table]
    static let announced = [
        ActivityType.corrected.rawValue, ActivityType.retracted.rawValue, LetterDismissed.type,
    ]

    private var decoder = MessageDecoder<ActivityEvent>(valueLimitBytes: 32 << 20)
    private var reader = DocumentReader()
    /// Of events that are corrections or retractions, the version that they name.
    private var targets: [Digest16: Digest16] = [:]
    /// The versions that are named.
    private var named: Set<Digest16> = []
    private var changed: [Digest16: ChangedRecord] = [:]
    private var letters = LetterProjection()
    private var watermarks = WatermarkProjection()

    init() {}

    mutating func announce(_ journaled: JournaledEntry) {
        if journaled.entry.type == LetterDismissed.type {
            self.letters.announce(journaled)
        } else if let event = try? ReplayedEvent(journaled, with: &self.decoder), let target = event.target {
            self.targets[event.message.identity] = target
            self.named.insert(target)
        }
    }

    mutating func take(_ journaled: JournaledEntry) throws -> [ProjectedRow] {
        if journaled.entry.isLetter { return self.letters.row(of: journaled).map { [$0] } ?? [] }
        if journaled.entry.type == RecordMoved.type {
            guard let moved = journaled.entry.value.flatMap({ RecordMoved(data: $0) }) else { return [] }
            let record = self.record(of: moved.record.identity)
            self.changed[record, default: ChangedRecord(record)].take(moved, journaled)
            return []
        }
        guard ActivityType(rawValue: journaled.entry.type) != nil else { return [] }
        let event = try ReplayedEvent(journaled, with: &self.decoder)
        if case .watermark(let watermark) = event.message.body { return self.watermarks.take(event, watermark) }
        let record = self.record(of: event.message.identity)
        guard self.named.contains(record) else { return try ChangedRecord(record, event).rows(with: &self.reader) }
        self.changed[record, default: ChangedRecord(record)].take(event)
        return []
    }

    mutating func end() throws -> [ProjectedRow] {
        var rows = self.watermarks.standingRows
        for record in self.changed.values { rows += try record.rows(with: &self.reader) }
        return rows
    }

    /// The record that an event is a version of: a correction names any version, also another correction.
    private func record(of event: Digest16) -> Digest16 {
        var (record, steps) = (event, 0)
        while let target = self.targets[record], steps <= self.targets.count { (record, steps) = (target, steps + 1) }
        return record
    }
}

extension ReplayedEvent {
    /// The version that a correction or a retraction names.
    fileprivate var target: Digest16? {
        switch self.message.body {
        case .corrected(_, of: let target), .retracted(let target): target.identity
        case .held, .watermark: nil
        }
    }
}
