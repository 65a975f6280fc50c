import Machines

extension World {
    /// How long a lease lasts by the clock of the database: for long so short that it often ends while its holder goes
    /// on, and then long enough for anybody to get something done.
    private var leaseTime: Int { self.watch.step < 4 * Self.usualSteps ? 4 : 60 }

    func stepRelay(_ process: SimulatedProcess) {
        if let sending = process.sending { return self.send(sending, of: process) }
        guard !process.relayActions.isEmpty else { return process.tell(.woke) }
        let service = process.service
        switch process.relayActions.removeFirst() {
        case .lease: self.lease(process)
        case .read(let positions):
            guard !self.fails(once: 20) else { return process.tell(.storeFailed) }
            guard let token = process.relay.token, self.renew(token, of: service) else {
                return process.tell(.leaseLost)
            }
            let journal = self.database.tables[service].journal
            let behind = positions.keys.sorted().map { lane in
                (journal[lane] ?? []).filter { $0.position > positions[lane] ?? 0 }
            }
            process.tell(.read(behind.flatMap { $0.prefix(3) }, areAll: behind.allSatisfy { $0.count <= 3 }))
        case .send(let entries): process.sending = Sending(entries: entries)
        case .mark(let reached, let token, let durably):
            guard !self.fails(once: 20) else { return process.tell(.storeFailed) }
            guard self.renew(token, of: service) else { return process.tell(.leaseLost) }
            // The server falls with what nobody waited for, and is back before anybody notices; also when nothing else
            // fails any more, for what comes later would hide it.
            guard durably || !self.dice.once(in: 20) else { return process.tell(.marked) }
            self.database.tables[service].published.merge(reached) { _, new in new }
            // The positions are stored, and nobody is told so.
            process.tell(self.fails(once: 20) ? .storeFailed : .marked)
        case .wait: process.tell(self.dice.once(in: 2) ? .woke : .rested)
        case .refused: break
        }
    }

    private func lease(_ process: SimulatedProcess) {
        let service = process.service
        let lease = self.database.tables[service].lease
        let isFree = lease.holder == process.identity || lease.until < self.machine
        guard isFree, !self.fails(once: 8) else { return process.tell(.notLeased) }
        let next = Lease(holder: process.identity, token: lease.token + 1, until: self.machine + self.leaseTime)
        self.database.tables[service].lease = next
        let lanes = (0..<ServiceName.laneCount).map { ($0, self.database.tables[service].published[$0] ?? 0) }
        self.watch.tell("\(self.name(of: process)) leases the relay with token \(next.token)")
        process.tell(.leased(token: next.token, published: Dictionary(uniqueKeysWithValues: lanes)))
    }

    /// Whether the lease is still that of a token.
    private func renew(_ token: Int64, of service: ServiceName) -> Bool {
        guard self.database.tables[service].lease.token == token else { return false }
        self.database.tables[service].lease.until = self.machine + self.leaseTime
        return true
    }

    /// Sends the next entry, or answers for all.
    private func send(_ sending: Sending, of process: SimulatedProcess) {
        var sending = sending
        guard sending.answers.count < sending.entries.count else {
            process.sending = nil
            return process.tell(.sent(sending.answers))
        }
        let entry = sending.entries[sending.answers.count]
        let isLost =
            self.fails(once: 12) || sending.failed.contains(entry.partition)
            || self.isFrozen(entry.topic)
        if !isLost
            || (!sending.failed.contains(entry.partition) && !self.isFrozen(entry.topic) && self.dice.once(in: 2))
        {
            self.publish(entry, by: process)
        }
        if isLost { sending.failed.insert(entry.partition) }
        sending.answers.append(isLost ? .unanswered : .delivered)
        process.sending = sending
    }

    private func publish(_ entry: SimulatedEntry, by process: SimulatedProcess) {
        self.watch.tell("\(self.name(of: process)) publishes \(entry.place) \(entry.message)")
        let journal = self.database.tables[entry.name.service].journal[entry.lane] ?? []
        let isCommitted = journal.contains { $0.position == entry.position && $0.message == entry.message }
        // A stopped relay that wakes still sends what was committed when it read it.
        if !isCommitted, self.restored == nil {
            self.watch.report(.alerts, "\(entry.place) is published, and nobody has committed it")
        }
        let tail = self.tails[entry.name]?[entry.topic] ?? 0
        let isPassedOver = journal.contains {
            $0.topic == entry.topic && $0.position > tail && $0.position < entry.position
        }
        if isPassedOver, !self.damagedLanes.contains(entry.name), self.restored == nil {
            self.watch.report(
                .alerts, "\(entry.name) lies on \(entry.topic) up to \(tail), and then goes on at \(entry.position)")
        }
        self.tails[entry.name, default: [:]][entry.topic] = max(tail, entry.position)
        self.broker[entry.partition].append(SimulatedRecord(message: entry.message, place: entry.place))
    }
}
