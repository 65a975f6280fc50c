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
    /// Partitions that were left since the batch came: none of their records is written any more.
    var left: Set<Partition> = []
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
