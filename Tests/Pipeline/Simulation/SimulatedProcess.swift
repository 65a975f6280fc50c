import Pipeline

/// One process of a service: the very machines that the services run, and what they still want done.
struct SimulatedProcess {
    /// A transaction that has asked and not yet committed.
    struct OpenWrite {
        let write: Write<SimulatedBatch>
        let knowledge: Triage<String>.Knowledge
    }

    var intake = IntakeMachine<SimulatedBatch>()
    var relay = RelayMachine<SimulatedEntry>()
    var intakeActions: [IntakeMachine<SimulatedBatch>.Action] = []
    var relayActions: [RelayMachine<SimulatedEntry>.Action] = []
    var open: OpenWrite?
    /// Where the client reads next, by partition that the group has assigned and the machine accepted.
    var offsets: [Partition: Int64] = [:]
    var stopped: [Partition: StopReason] = [:]
    /// Steps for which the process is not scheduled, as after SIGSTOP.
    var pause = 0

    mutating func tell(_ event: IntakeMachine<SimulatedBatch>.Event) { self.intakeActions += self.intake.step(event) }
    mutating func tell(_ event: RelayMachine<SimulatedEntry>.Event) { self.relayActions += self.relay.step(event) }
}
