/// A step of one partition's position, made in the transaction that writes the records it passes.
public struct Advance: Hashable, Sendable {
    /// The partition.
    public let partition: Partition
    /// The epoch under which the step is made.
    public let epoch: Int64
    /// The position that the row must hold, or the writer is fenced.
    public let from: Int64
    /// The position after the step.
    public let to: Int64
    /// The last record below `to`; unchanged where the step only passes a gap.
    public let landmark: Landmark?
}
