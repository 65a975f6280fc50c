/// A partition taken over: from here on only the holder of this epoch may write for it.
public struct Claim: Hashable, Sendable {
    /// The partition.
    public let partition: Partition
    /// Raised by one with every claim; a writer with a lower one is fenced.
    public let epoch: Int64
    /// The offset of the next record to apply. Offsets below it have been applied or are gaps.
    public var position: Int64
    /// The last applied record; absent before the first.
    public var landmark: Landmark?

    /// A claim as the store answered it.
    public init(partition: Partition, epoch: Int64, position: Int64, landmark: Landmark?) {
        self.partition = partition
        self.epoch = epoch
        self.position = position
        self.landmark = landmark
    }
}
