import Machines

extension World {
    /// What befalls the processes, the clocks, the broker and the database.
    func meddle() {
        switch self.dice.roll(80) {
        case 0...3: self.sendEvent()
        case 4...5: self.register(self.dice.roll(Self.unitCount))
        case 6...7: self.rebalance(ServiceName.allCases[self.dice.roll(4)])
        case 8: self.crash(self.processes[self.dice.roll(self.processes.count)])
        case 9: self.stop(self.processes[self.dice.roll(self.processes.count)])
        case 10 where self.dice.once(in: 2):
            self.machine += self.dice.roll(300) - 150
            self.watch.tell("the machine's clock jumps to \(self.machine)")
        case 11 where self.calamity == .broker && self.damage == nil && self.watch.step > 80: self.damageBroker()
        case 40...44 where self.calamity == .database && self.snapshot == nil: self.snapshot = self.database.tables
        case 45 where self.calamity == .database: self.restoreDatabase()
        case 14: self.expire()
        default: break
        }
    }

    // MARK: What others send

    private func sendEvent() {
        guard !self.isFrozen(.intake) else { return }
        let partitions = TopicName.intake.partitions
        let partition = partitions[self.dice.roll(partitions.count)]
        // Of a topic that was made anew the one record is looked at that lies where the last one lay: where there is
        // none, or the same, nobody can tell.
        let isFresh = self.damage?.topic == .intake
        if !isFresh, self.dice.once(in: 8) { self.broker[partition].leaveGap() }
        var event = Message.Event(
            id: self.ledger.events.count, unit: self.dice.roll(Self.unitCount),
            window: self.dice.roll(SupervisionModel.windowCount), content: 0, isPoison: self.dice.once(in: 12))
        if !isFresh, let old = self.ledger.events.randomElement(using: &self.dice), self.dice.once(in: 4) {
            let isConflict = self.dice.once(in: 3)
            event = Message.Event(
                id: old.id, unit: old.unit, window: old.window, content: isConflict ? 1 : old.content,
                isPoison: old.isPoison)
        }
        self.ledger.note(event)
        self.append(.held(event), to: partition)
        // Its acknowledgement was lost, and it is sent again, perhaps to another partition.
        guard self.dice.once(in: 8) else { return }
        self.counts.doubled += 1
        self.append(.held(event), to: partitions[self.dice.roll(partitions.count)])
    }

    func register(_ unit: Int) {
        guard !self.isFrozen(.commands) else { return }
        let command = self.ledger.command(for: unit)
        self.append(command, to: TopicName.commands.partitions[0])
        if self.fails(once: 8) { self.append(command, to: TopicName.commands.partitions[0]) }
    }

    private func append(_ message: Message, to partition: Partition) {
        self.watch.tell("others send \(message) to \(partition)@\(self.broker[partition].end)")
        self.broker[partition].append(SimulatedRecord(message: message, place: nil))
    }

    /// Deletes what all have read, as retention does.
    private func expire() {
        let topic = TopicName.allCases[self.dice.roll(TopicName.allCases.count)]
        guard self.damage?.topic != topic, self.restored == nil, self.calamity == nil else { return }
        for partition in topic.partitions {
            let read = self.positions(of: partition)
            let readers = ServiceName.allCases.count { $0.partitions.contains(partition) }
            guard readers > 0, read.count == readers, let low = read.map(\.position).min(), low > 0 else { continue }
            self.broker[partition].expire(below: low - Int64(self.dice.roll(2)))
        }
    }

    // MARK: What befalls processes

    func crash(_ process: SimulatedProcess) {
        self.counts.crashes += 1
        self.watch.tell("\(self.name(of: process)) is killed")
        self.endSessions(of: process)
        self.start(process.number, of: process.service)
        // The group notices later; until then the partitions are read by nobody.
        if self.dice.once(in: 2) { self.rebalance(process.service) }
    }

    func start(_ number: Int, of service: ServiceName) {
        self.counts.processes += 1
        let process = SimulatedProcess(number, of: service)
        process.identity = 100 + self.counts.processes
        process.deal = -1
        self.processes[number] = process
    }

    func endSessions(of process: SimulatedProcess) {
        for session in self.database.openSessions.values where session.process == process.number {
            self.database.end(session)
        }
    }

    private func stop(_ process: SimulatedProcess) {
        process.pause = self.dice.roll(40)
        guard process.writing?.passage != nil || process.draining?.passage != nil else { return }
        self.counts.zombies += 1
        self.watch.tell("\(self.name(of: process)) stands still in the middle of a transaction")
    }
}
