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
