import Crypto
import Pipeline

/// Two processes, one log, one store and a stream of records under one seed: every step is chosen by it, and so is
/// every fault.
struct SimulatedWorld {
    private var dice: Dice
    private(set) var log = SimulatedLog(partitionCount: 4)
    private(set) var store = SimulatedStore()
    private var processes = [SimulatedProcess(), SimulatedProcess()]
    /// Which process the group believes to own a partition.
    private var owners: [Partition: Int] = [:]
    private(set) var sent: [SimulatedRecord] = []
    private var released: Set<String> = []
    private(set) var crashes = 0
    private(set) var unknowns = 0
    private var areFaultsOn = true

    private static let unitCount = 7

    init(seed: UInt64) {
        self.dice = Dice(seed: seed)
        self.rebalance()
    }

    /// Runs `steps` steps with faults, then as many without as it takes to come to rest.
    /// - Returns: whether it came to rest.
    mutating func run(steps: Int) -> Bool {
        for _ in 0..<steps { self.step() }
        self.areFaultsOn = false
        for index in self.processes.indices { self.processes[index].pause = 0 }
        for unit in 0..<Self.unitCount { self.store.register("u\(unit)") }
        self.rebalance()
        for _ in 0..<20_000 {
            if self.isAtRest { return true }
            self.step()
        }
        return false
    }

    private var isAtRest: Bool {
        let isTaken = self.log.partitions.allSatisfy {
            (self.store.rows[$0]?.position ?? 0) == self.log.end(of: $0)
        }
        let isPublished = self.store.journal.allSatisfy { (self.store.published[$0.key] ?? 0) == $0.value.count }
        return isTaken && isPublished && self.store.waiting.isEmpty
    }

    private mutating func step() {
        if self.areFaultsOn {
            switch self.dice.roll(40) {
            case 0...9: self.send()
            case 10: self.store.register("u\(self.dice.roll(Self.unitCount))")
            case 11 where self.dice.once(in: 4): self.rebalance()
            case 12 where self.dice.once(in: 3): self.crash(self.dice.roll(self.processes.count))
            case 13: self.processes[self.dice.roll(self.processes.count)].pause = self.dice.roll(60)
            default: break
            }
        }
        if self.dice.once(in: 6) { self.release() }
        let index = self.dice.roll(self.processes.count)
        guard self.processes[index].pause == 0 else {
            self.processes[index].pause -= 1
            return
        }
        if self.dice.once(in: 2) { self.stepIntake(index) } else { self.stepRelay(index) }
    }

    // MARK: What the outside does

    private mutating func send() {
        let partition = self.log.partitions[self.dice.roll(self.log.partitions.count)]
        if self.dice.once(in: 12) { self.log.mark(partition) }
        var record = SimulatedRecord(
            identity: Digest16(high: 1, low: UInt64(self.sent.count)), content: Digest16(high: 0, low: 0),
            unit: "u\(self.dice.roll(Self.unitCount))", sequence: self.sent.count)
        if let old = self.sent.randomElement(using: &self.dice), self.dice.once(in: 5) {
            let isConflict = self.dice.once(in: 3)
            record = SimulatedRecord(
                identity: old.identity, content: isConflict ? Digest16(high: 9, low: 9) : old.content,
                unit: old.unit, sequence: self.sent.count)
        }
        self.sent.append(record)
        self.log.append(record, to: partition, gap: self.dice.once(in: 8) ? 1 : 0)
    }

    private mutating func release() {
        guard let unit = self.store.waiting.keys.sorted().first(where: { self.store.units.contains($0) })
        else { return }
        self.store.release(unit)
    }

    private mutating func crash(_ index: Int) {
        self.crashes += 1
        self.processes[index] = SimulatedProcess()
        // The group notices later; until then the partitions are read by nobody.
        if self.dice.once(in: 2) { self.rebalance() }
    }

    /// Deals the partitions out anew. A stopped process does not hear of it before it wakes.
    private mutating func rebalance() {
        for index in self.processes.indices where self.processes[index].pause == 0 {
            let lost = self.processes[index].intake.owned
            if !lost.isEmpty { self.processes[index].tell(.revoked(lost)) }
            self.processes[index].offsets = [:]
        }
        for partition in self.log.partitions { self.owners[partition] = self.dice.roll(self.processes.count) }
        for index in self.processes.indices where self.processes[index].pause == 0 {
            let gained = self.log.partitions.filter { self.owners[$0] == index }
            if !gained.isEmpty { self.processes[index].tell(.assigned(gained)) }
        }
    }

    // MARK: What a process does

    private mutating func stepIntake(_ index: Int) {
        if let open = self.processes[index].open {
            self.processes[index].open = nil
            self.commit(open, of: index)
            return
        }
        guard !self.processes[index].intakeActions.isEmpty else {
            self.poll(index)
            return
        }
        self.perform(self.processes[index].intakeActions.removeFirst(), of: index)
    }

    private mutating func poll(_ index: Int) {
        guard !self.processes[index].intake.isBusy else { return }
        let (batch, offsets) = self.log.poll(self.processes[index].offsets, limit: 1 + self.dice.roll(12))
        guard !offsets.isEmpty else {
            // A process that woke, or that lost the fence, is dealt in again.
            if self.dice.once(in: 10) { self.rebalance() }
            return
        }
        self.processes[index].offsets = offsets
        self.processes[index].tell(.arrived(batch))
    }

    private mutating func perform(_ action: IntakeMachine<SimulatedBatch>.Action, of index: Int) {
        switch action {
        case .claim(let partitions):
            if self.areFaultsOn, self.dice.once(in: 15) {
                self.processes[index].tell(.claimFailed(partitions, reason: "lock timeout"))
            } else {
                self.processes[index].tell(.claimed(self.store.claim(partitions)))
            }
        case .assign(let starts):
            for (partition, start) in starts {
                self.processes[index].offsets[partition] =
                    switch start {
                    case .beginning: 0
                    case .offset(let offset): offset
                    }
            }
        case .write(let write):
            self.processes[index].open = SimulatedProcess.OpenWrite(write: write, knowledge: self.store.probe(write))
        case .settle(let partitions):
            self.processes[index].tell(.settled(partitions.compactMap { self.store.rows[$0] }))
        case .wait: self.processes[index].tell(.waited)
        case .seek(let partition, .offset(let offset)): self.processes[index].offsets[partition] = offset
        case .seek(let partition, .beginning): self.processes[index].offsets[partition] = 0
        case .rejoin: self.rebalance()
        case .stop(let partition, let reason): self.processes[index].stopped[partition] = reason
        case .report, .finished: break
        }
    }

    private mutating func commit(_ open: SimulatedProcess.OpenWrite, of index: Int) {
        guard self.areFaultsOn else {
            self.processes[index].tell(.wrote(self.store.commit(open.write, knowing: open.knowledge)))
            return
        }
        switch self.dice.roll(20) {
        case 0: self.processes[index].tell(.wrote(.failed))
        case 1: self.processes[index].tell(.wrote(.refused))
        case 2...4:
            // The answer is lost, after the commit or instead of it.
            self.unknowns += 1
            if self.dice.once(in: 2) {
                let outcome = self.store.commit(open.write, knowing: open.knowledge)
                guard case .committed = outcome else {
                    self.processes[index].tell(.wrote(outcome))
                    return
                }
            }
            self.processes[index].tell(.wrote(.unknown(open.write.advances)))
        case 5:
            _ = self.store.commit(open.write, knowing: open.knowledge)
            self.crash(index)
        default: self.processes[index].tell(.wrote(self.store.commit(open.write, knowing: open.knowledge)))
        }
    }

    private mutating func stepRelay(_ index: Int) {
        guard !self.processes[index].relayActions.isEmpty else {
            self.processes[index].tell(.woke)
            return
        }
        switch self.processes[index].relayActions.removeFirst() {
        case .lease:
            if self.areFaultsOn, self.dice.once(in: 3) {
                self.processes[index].tell(.notLeased)
            } else {
                self.processes[index].tell(.leased(token: self.store.lease(), published: self.store.published))
            }
        case .read(let positions):
            self.processes[index].tell(.read(self.store.entries(after: positions, limit: 8)))
        case .send(let entries): self.processes[index].tell(.sent(self.deliver(entries)))
        case .mark(let reached, let token):
            self.processes[index].tell(self.store.mark(reached, token: token) ? .marked : .leaseLost)
        case .wait: self.processes[index].tell(.woke)
        case .refused: break
        }
    }

    private mutating func deliver(_ entries: [SimulatedEntry]) -> [RelayMachine<SimulatedEntry>.Delivery] {
        // Once an acknowledgement is missing, those behind it are missing too: the client keeps a partition's order.
        var hasFailed = false
        return entries.map { entry in
            if hasFailed { return .unanswered }
            let isLost = self.areFaultsOn && self.dice.once(in: 12)
            if !isLost || self.dice.once(in: 2) { self.log.publish(entry) }
            hasFailed = isLost
            return isLost ? .unanswered : .delivered
        }
    }
}
