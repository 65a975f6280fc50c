// One transaction's worth of records, and what became of it.

/// Records to be written in one transaction, with the steps of the positions that they make.
public struct Write<Records: Arrival>: Sendable {
    /// The poll they came with.
    public let records: Records
    /// Which of them: indexes into `records`, ascending.
    public let indexes: [Int]
    /// The positions' steps, by partition in locking order.
    public let advances: [Advance]
    /// Whether the store refused this record alone: it is a dead letter, and nothing else of it is tried.
    public let isCondemned: Bool
}

/// What became of a write.
public enum WriteOutcome: Hashable, Sendable {
    /// The transaction took effect.
    case committed([Advance])
    /// A row held another epoch or position: these partitions belong to somebody else now.
    case fenced([Partition])
    /// The answer to COMMIT was lost: it took effect or it did not.
    case unknown([Advance])
    /// Another writer claimed the same identity at the same moment: the same write, done again, will see it.
    case raced
    /// The database refused a value of some record (SQLSTATE classes 22 and 23).
    case refused
    /// Anything else: nothing was written, and the records are not to blame.
    case failed
}

/// Doubles a pause with every failure in a row.
struct BackOff: Sendable {
    private static let first: Int64 = 20
    private var pause = BackOff.first

    mutating func next(limit: Int64) -> Int64 {
        defer { self.pause = min(self.pause * 2, 5_000) }
        return min(self.pause, limit)
    }

    mutating func reset() { self.pause = BackOff.first }
}

/// The batch in hand: the segments of it that still are to be written, in order.
struct Work<Records: Arrival>: Sendable {
    struct Segment: Sendable {
        let records: Records
        let indexes: [Int]
        /// Whether the ends that the poll reached are passed with this segment: only with the last one.
        let isLast: Bool
        let isCondemned: Bool

        /// The write that this segment makes under the claims still held (by place in `records.partitions`), `nil`
        /// where none of it is left to write.
        func write(under claims: [Claim?]) -> Write<Records>? {
            var reached = claims.map { $0?.position ?? 0 }
            var last = [Int?](repeating: nil, count: claims.count)
            var kept: [Int] = []
            kept.reserveCapacity(self.indexes.count)
            for index in self.indexes {
                let place = self.records.partition(at: index)
                let offset = self.records.offset(at: index)
                guard let claim = claims[place], offset >= claim.position else { continue }
                kept.append(index)
                reached[place] = offset + 1
                last[place] = index
            }
            let partitions = self.records.partitions
            if self.isLast {
                for (partition, end) in self.records.ends {
                    guard let place = partitions.firstIndex(of: partition) else { continue }
                    reached[place] = max(reached[place], end)
                }
            }
            let advances = claims.indices.compactMap { place -> Advance? in
                guard let claim = claims[place], reached[place] > claim.position else { return nil }
                let landmark = last[place].map {
                    Landmark(offset: self.records.offset(at: $0), fingerprint: self.records.fingerprint(at: $0))
                }
                return Advance(
                    partition: claim.partition, epoch: claim.epoch, from: claim.position, to: reached[place],
                    landmark: landmark)
            }
            guard !advances.isEmpty else { return nil }
            return Write(
                records: self.records, indexes: kept, advances: advances.sorted { $0.partition < $1.partition },
                isCondemned: self.isCondemned)
        }
    }

    private var segments: [Segment] = []
    /// The steps of a commit whose answer was lost.
    var unsettled: [Advance]?
    /// How often the segment in hand met another writer of the same identity.
    var races = 0

    init() {}

    init(records: Records, fresh: [Int]) {
        guard !fresh.isEmpty || !records.ends.isEmpty else { return }
        self.segments = [Segment(records: records, indexes: fresh, isLast: true, isCondemned: false)]
    }

    var isEmpty: Bool { self.segments.isEmpty }
    var current: Segment? { self.segments.first }

    mutating func drop() {
        self.segments.removeFirst()
        self.races = 0
    }

    /// Looks for the record that the store refused: half by half, and alone at last.
    mutating func halve(_ segment: Segment) {
        self.drop()
        guard segment.indexes.count > 1 else {
            self.segments.insert(
                Segment(
                    records: segment.records, indexes: segment.indexes, isLast: segment.isLast, isCondemned: true),
                at: 0)
            return
        }
        let middle = segment.indexes.count / 2
        let halves = [
            Segment(
                records: segment.records, indexes: Array(segment.indexes[..<middle]), isLast: false,
                isCondemned: false),
            Segment(
                records: segment.records, indexes: Array(segment.indexes[middle...]), isLast: segment.isLast,
                isCondemned: false),
        ]
        self.segments.insert(contentsOf: halves, at: 0)
    }
}
