import Machines

/// One write on its way through its transaction.
final class WriteRun {
    let write: Write<SimulatedBatch>
    let machine: WriteMachine<SimulatedBatch>
    let minutes: Minutes
    var actions: [WriteMachine<SimulatedBatch>.Action]
    var passage: Passage?
    /// Whether the passage is the one that opens the transaction.
    var isOpening = false
    var session: Session?
    var hasCommitted = false

    init(_ write: Write<SimulatedBatch>, _ minutes: Minutes) {
        self.write = write
        self.machine = WriteMachine(write)
        self.minutes = minutes
        self.actions = self.machine.begin()
    }
}
