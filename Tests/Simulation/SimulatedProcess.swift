import Machines

/// One process of a service: the very machines that the services run, and what they still want done.
final class SimulatedProcess {
    let number: Int
    /// No two processes have the same, whatever their places.
    var identity: Int
    let service: ServiceName

    // The intake.
    var intake = IntakeMachine<SimulatedBatch>()
    var intakeActions: [IntakeMachine<SimulatedBatch>.Action] = []
    var writing: WriteRun?
    /// Where the client reads next, of what the group has assigned and the machine accepted.
    var offsets: [Partition: Int64] = [:]
    /// Those of them of which nothing was read since it was sent there.
    var sought: Set<Partition> = []
    /// What is read no further.
    var stopped: [Partition: StopReason] = [:]
    /// How often a claim has been asked for in vain.
    var claimsInVain = 0
    /// The deal of the group that it knows of.
    var deal = 0

    // The due queue, and what it has handed over.
    var draining: DueRun?
    var leased: [Delivery] = []
    var ending: Passage?

    // The relay.
    var relay = RelayMachine<SimulatedEntry>()
    var relayActions: [RelayMachine<SimulatedEntry>.Action] = []
    var sending: Sending?

    /// Steps for which it is not scheduled, as after SIGSTOP.
    var pause = 0

    init(_ number: Int, of service: ServiceName) {
        self.number = number
        self.identity = number
        self.service = service
    }

    /// Whether nothing of it is under way.
    var isIdle: Bool {
        self.writing == nil && self.intakeActions.isEmpty && self.leased.isEmpty && self.ending == nil
            && self.sending == nil
    }

    func tell(_ event: IntakeMachine<SimulatedBatch>.Event) { self.intakeActions += self.intake.step(event) }

    /// What was ordered last comes before what was ordered earlier and is still to be done.
    func tell(_ event: RelayMachine<SimulatedEntry>.Event) {
        self.relayActions = self.relay.step(event) + self.relayActions
    }
}
