import Machines

/// Entries on their way to the broker, one after the other.
struct Sending {
    let entries: [SimulatedEntry]
    var answers: [RelayMachine<SimulatedEntry>.Delivery] = []
    /// Once an acknowledgement is missing, those behind it are missing too: the client keeps a partition's order.
    var failed: Set<Partition> = []
}
