import Machines

/// What can go back to an earlier state.
enum Calamity {
    case broker, database
}

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

/// A database that has gone back, until an operator has accepted it.
struct Restored {
    /// Services whose topics hold what their journals do not.
    var behind: Set<ServiceName>
    var acceptedAt: Int
}

extension World {
    /// What befalls the processes, the clocks, the broker and the database.
    func meddle() {
        switch self.dice.roll(80) {
        case 0...5: self.sendEvent()
        case 6: self.register(self.dice.roll(Self.unitCount))
        case 7 where self.dice.once(in: 2): self.rebalance(ServiceName.allCases[self.dice.roll(4)])
        case 8: self.crash(self.processes[self.dice.roll(self.processes.count)])
        case 9: self.stop(self.processes[self.dice.roll(self.processes.count)])
        case 10 where self.dice.once(in: 2):
            self.machine += self.dice.roll(300) - 150
            self.watch.tell("the machine's clock jumps to \(self.machine)")
        case 11 where self.calamity == .broker && self.damage == nil && self.watch.step > 80: self.damageBroker()
        case 12 where self.calamity == .database && self.snapshot == nil: self.snapshot = self.database.tables
        case 13 where self.calamity == .database && self.watch.step > 120: self.restoreDatabase()
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

    private func endSessions(of process: SimulatedProcess) {
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

    // MARK: A broker that goes back

    /// Where those who read a partition stand.
    private func positions(of partition: Partition) -> [Claim] {
        ServiceName.allCases.compactMap { service in
            guard service.partitions.contains(partition) else { return nil }
            return self.database.tables[service].positions[partition]
        }
    }

    func isFrozen(_ topic: TopicName) -> Bool {
        guard let damage = self.damage, damage.topic == topic, !damage.isAccepted else { return false }
        return damage.isFrozen && !damage.isNoticed
    }

    private func damageBroker() {
        let topics = TopicName.allCases.filter { topic in
            topic.partitions.contains { partition in
                let claims = self.positions(of: partition)
                return !claims.isEmpty && claims.allSatisfy { $0.landmark != nil }
            }
        }
        guard !topics.isEmpty else { return }
        let topic = topics[self.dice.roll(topics.count)]
        let isRemade = self.dice.once(in: 2)
        var noticeable: [(ServiceName, Partition)] = []
        for partition in topic.partitions {
            let claims = self.positions(of: partition)
            let landmarks = claims.compactMap(\.landmark)
            let canBeCut = !claims.isEmpty && landmarks.count == claims.count
            guard isRemade || canBeCut else { continue }
            let newest = landmarks.map(\.offset).min() ?? 0
            let cut = isRemade ? 0 : Int64(self.dice.roll(Int(newest) + 1))
            let lost = self.broker[partition].records.filter { $0.offset >= cut }
            for (offset, record) in lost where claims.contains(where: { $0.position <= offset }) || claims.isEmpty {
                self.ledger.unknown.insert(record.message)
            }
            self.broker[partition].cut(at: cut)
            for service in ServiceName.allCases where service.partitions.contains(partition) {
                guard self.database.tables[service].positions[partition]?.landmark != nil else { continue }
                noticeable.append((service, partition))
            }
        }
        if isRemade { self.broker.remake(topic) }
        self.counts.brokers += 1
        let damage = Damage(topic: topic, noticeable: noticeable, isFrozen: self.dice.once(in: 2))
        self.damage = damage
        self.watch.tell("the broker goes back: \(topic) \(isRemade ? "is made anew" : "is cut off"), \(noticeable.count) noticeable")
        if let writer = topic.writer {
            for lane in 0..<ServiceName.laneCount { self.damagedLanes.insert(LaneName(service: writer, number: lane)) }
        }
        guard !damage.isFrozen else { return }
        // Others go on sending while those who read are away, and come back to a topic that is longer than before.
        for process in self.processes where process.service.topics.contains(topic) { self.crash(process) }
    }

    // MARK: A database that goes back

    private func restoreDatabase() {
        guard let snapshot = self.snapshot, self.restored == nil else { return }
        self.counts.databases += 1
        self.database.restore(snapshot)
        var behind: Set<ServiceName> = []
        for (lane, tails) in self.tails {
            let head = snapshot[lane.service].heads[lane.number]?.position ?? 0
            if tails.values.contains(where: { $0 > head }) { behind.insert(lane.service) }
        }
        self.restored = Restored(behind: behind, acceptedAt: self.watch.step + 20 + self.dice.roll(60))
        self.watch.tell("the database goes back; ahead of it are the topics of \(behind)")
    }

    /// Whether a process does nothing until an operator has accepted what it has found.
    func isRed(_ process: SimulatedProcess) -> Bool {
        self.restored?.behind.contains(process.service) ?? false
    }

    // MARK: What an operator does

    /// Accepts what has gone back, a while after it was noticed.
    func operate() {
        if var damage = self.damage, !damage.isAccepted {
            let stopped = damage.noticeable.filter { service, partition in
                self.processes.contains { $0.service == service && $0.stopped[partition] != nil }
            }
            if !damage.isNoticed, !stopped.isEmpty {
                damage.isNoticed = true
                damage.acceptedAt = self.watch.step + 40 + self.dice.roll(60)
            }
            if damage.isNoticed, self.watch.step >= damage.acceptedAt {
                damage.isAccepted = true
                self.accept(damage)
            }
            self.damage = damage
        }
        if let restored = self.restored, !restored.behind.isEmpty, self.watch.step >= restored.acceptedAt {
            self.accept(restored)
        }
    }

    /// The topic begins anew: it is read from its beginning, and what our own services had published on it is published
    /// once more.
    private func accept(_ damage: Damage) {
        self.watch.tell("an operator accepts \(damage.topic) as it is")
        for service in ServiceName.allCases where service.topics.contains(damage.topic) || service == damage.topic.writer {
            for process in self.processes where process.service == service {
                self.endSessions(of: process)
                self.start(process.number, of: service)
            }
            for partition in damage.topic.partitions where service.partitions.contains(partition) {
                guard let row = self.database.tables[service].positions[partition] else { continue }
                self.database.tables[service].positions[partition] = Claim(
                    partition: partition, epoch: row.epoch, position: 0, landmark: nil)
            }
            if service == damage.topic.writer {
                self.database.tables[service].published = [:]
                for lane in 0..<ServiceName.laneCount {
                    let name = LaneName(service: service, number: lane)
                    self.damagedLanes.remove(name)
                    self.tails[name] = [:]
                }
            }
            self.rebalance(service)
        }
    }

    /// The lanes go on behind all that their topics hold, so that no position comes twice.
    private func accept(_ restored: Restored) {
        self.watch.tell("an operator accepts the database as it is")
        for service in restored.behind {
            for lane in 0..<ServiceName.laneCount {
                let name = LaneName(service: service, number: lane)
                let head = self.database.tables[service].heads[lane] ?? .beginning
                let next = max(head.position, self.tails[name]?.values.max() ?? 0)
                self.database.tables[service].heads[lane] = LaneHead(position: next, chain: head.chain)
            }
        }
        self.restored?.behind = []
    }
}
