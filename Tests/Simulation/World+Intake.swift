import Crypto
import Machines

extension World {
    /// Whether anything is under way or to be read.
    func hasIntake(_ process: SimulatedProcess) -> Bool {
        if process.writing != nil || !process.intakeActions.isEmpty { return true }
        if process.deal != self.deals[process.service] || process.offsets.isEmpty { return true }
        return process.offsets.contains { partition, offset in
            process.stopped[partition] == nil
                && (offset != self.broker[partition].end || process.sought.contains(partition))
        }
    }

    func stepIntake(_ process: SimulatedProcess) {
        if let run = process.writing {
            self.step(run, of: process)
        } else if !process.intakeActions.isEmpty {
            self.perform(process.intakeActions.removeFirst(), of: process)
        } else {
            self.poll(process)
        }
    }

    /// Deals the partitions of a service's group out anew. A stopped process does not hear of it before it wakes.
    func rebalance(_ service: ServiceName) {
        self.deals[service, default: 0] += 1
        let members = self.processes.filter { $0.service == service }
        let awake = members.filter { $0.pause == 0 }
        // A member that does not answer is out of the group, but for a while nobody knows.
        let takers = awake.isEmpty || self.dice.once(in: 4) ? members : awake
        var owners: [Partition: Int] = [:]
        for partition in service.partitions { owners[partition] = takers[self.dice.roll(takers.count)].number }
        self.owners[service] = owners
        for process in awake { self.join(process) }
    }

    /// Lets a process know what the group has dealt to it.
    private func join(_ process: SimulatedProcess) {
        process.deal = self.deals[process.service] ?? 0
        // What was ordered under the last assignment is over with it.
        process.intakeActions.removeAll { $0.concernsAssignment }
        let lost = process.intake.owned
        if !lost.isEmpty { process.tell(.revoked(lost)) }
        process.offsets = [:]
        process.sought = []
        process.stopped = [:]
        let gained = process.service.partitions.filter { self.owners[process.service]?[$0] == process.number }
        if !gained.isEmpty { process.tell(.assigned(gained)) }
        self.watch.tell("\(self.name(of: process)) is assigned \(gained)")
    }

    private func poll(_ process: SimulatedProcess) {
        guard !process.intake.isBusy else { return }
        guard process.deal == self.deals[process.service] else {
            // It learns that the group has dealt without it, and joins again.
            return self.rebalance(process.service)
        }
        let offsets = process.offsets.filter { process.stopped[$0.key] == nil }.sorted { $0.key < $1.key }
        guard !offsets.isEmpty else {
            // A partition that was dealt to nobody who reads it is dealt out again.
            let isIdle = !(self.owners[process.service]?.values.contains(process.number) ?? false)
            if !isIdle, process.stopped.isEmpty, self.dice.once(in: 10) { self.rebalance(process.service) }
            return
        }
        for (partition, offset) in offsets {
            let log = self.broker[partition]
            guard offset >= log.low, offset <= log.end else {
                self.watch.tell("\(self.name(of: process)) reads \(partition)@\(offset), out of \(log.low)…\(log.end)")
                // Where the client does not know the bounds it asks again from where it was sent.
                return process.tell(.outOfRange(partition, low: log.low, high: log.end))
            }
        }
        let (batch, reached) = self.broker.poll(offsets, limit: 1 + self.dice.roll(4))
        // The end of a partition is told once, also where reading begins there.
        let hasMoved = reached.contains { process.offsets[$0.key] != $0.value || process.sought.contains($0.key) }
        process.offsets.merge(reached) { _, new in new }
        process.sought = []
        guard hasMoved || !batch.items.isEmpty else { return }
        self.watch.tell(
            "\(self.name(of: process)) polls \(batch.count) records up to \(reached.sorted { $0.key < $1.key })")
        process.tell(.arrived(batch))
    }

    private func perform(_ action: IntakeMachine<SimulatedBatch>.Action, of process: SimulatedProcess) {
        switch action {
        case .claim(let partitions): self.claim(partitions, for: process)
        case .assign(let starts):
            for (partition, start) in starts { self.seek(partition, start, process) }
        case .write(let write):
            let minutes = Minutes(
                accepted: self.business, isCondemned: write.isCondemned,
                Journalling(process.service, watch: self.watch))
            process.writing = WriteRun(write, minutes)
        case .settle(let partitions):
            let locks = partitions.map { Lock.position(process.service, $0) }
            // The row lock waits for a transaction that may still be committing.
            guard locks.allSatisfy({ self.database.holder(of: $0) == nil }) else {
                process.intakeActions.insert(action, at: 0)
                return
            }
            let rows = self.database.tables[process.service].positions
            process.tell(.settled(partitions.compactMap { rows[$0] }))
        case .wait: process.tell(.waited)
        case .seek(let partition, let start): self.seek(partition, start, process)
        case .rejoin: self.rebalance(process.service)
        case .stop(let partition, let reason):
            self.watch.tell("\(self.name(of: process)) STOPS \(partition): \(reason.fault)")
            process.stopped[partition] = reason
        case .report, .finished: break
        }
    }

    private func seek(_ partition: Partition, _ start: StartingPoint, _ process: SimulatedProcess) {
        process.sought.insert(partition)
        process.offsets[partition] =
            switch start {
            case .beginning: self.broker[partition].low
            case .offset(let offset): offset
            }
    }

    /// Raises the epochs; a stopped predecessor may hold a row, and is rid of after a while.
    private func claim(_ partitions: [Partition], for process: SimulatedProcess) {
        let service = process.service
        let holders = partitions.compactMap { self.database.holder(of: .position(service, $0)) }
        guard holders.isEmpty, !self.fails(once: 20) else {
            process.claimsInVain += 1
            if process.claimsInVain > 8 {
                for holder in holders where self.processes[holder.process].pause > 0 {
                    self.watch.tell("the session of process \(holder.process) is ended")
                    self.database.end(holder)
                }
            }
            guard process.claimsInVain > 16 else {
                process.intakeActions.insert(.claim(partitions), at: 0)
                return
            }
            process.claimsInVain = 0
            return process.tell(.claimFailed(partitions, reason: "lock timeout"))
        }
        process.claimsInVain = 0
        let claims = partitions.map { partition -> Claim in
            let old = self.database.tables[service].positions[partition]
            return Claim(
                partition: partition, epoch: (old?.epoch ?? 0) + 1, position: old?.position ?? 0,
                landmark: old?.landmark)
        }
        for claim in claims { self.database.tables[service].positions[claim.partition] = claim }
        self.watch.tell(
            "\(self.name(of: process)) claims \(claims.map { "\($0.partition)@\($0.position) epoch \($0.epoch)" })")
        process.tell(.claimed(claims))
    }
}

extension IntakeMachine.Action {
    /// Whether it asks something of the consumer, not of the database.
    fileprivate var concernsAssignment: Bool {
        switch self {
        case .claim, .assign, .seek, .report, .rejoin, .stop: true
        case .write, .settle, .wait, .finished: false
        }
    }
}
