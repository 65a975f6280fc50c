import Machines

/// A topic that has lost something that was read, until an operator has accepted it.
struct Damage {
    let topic: TopicName
    /// Partitions that have lost what somebody had read, with who had.
    let noticeable: [(ServiceName, Partition)]
    /// Whether the broker takes nothing on the topic until somebody has noticed.
    let isFrozen: Bool
    var isNoticed = false
    var isAccepted = false
    /// At which step it is accepted once it is noticed.
    var acceptedAt = 0
}
