import Machines

/// What a partition holds: records with gaps between them, from its low offset to its end.
struct PartitionLog {
    private(set) var records: [(offset: Int64, record: SimulatedRecord)] = []
    private(set) var low: Int64 = 0
    private(set) var end: Int64 = 0

    mutating func append(_ record: SimulatedRecord) {
        self.records.append((self.end, record))
        self.end += 1
    }

    /// Leaves something that is no record, as a transaction marker is.
    mutating func leaveGap() { self.end += 1 }

    /// Loses what lies from an offset on, as a broker does that was killed before it had written it.
    mutating func cut(at offset: Int64) {
        self.records.removeAll { $0.offset >= offset }
        self.end = offset
    }

    /// Deletes what lies below an offset, as retention does.
    mutating func expire(below offset: Int64) {
        self.records.removeAll { $0.offset < offset }
        self.low = max(self.low, offset)
    }
}
