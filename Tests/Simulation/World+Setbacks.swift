import Machines

extension World {
    /// Where those who read a partition stand.
    func positions(of partition: Partition) -> [Claim] {
        ServiceName.allCases.compactMap { service in
            guard service.partitions.contains(partition) else { return nil }
            return self.database.tables[service].positions[partition]
        }
    }

    func isFrozen(_ topic: TopicName) -> Bool {
        guard let damage = self.damage, damage.topic == topic, !damage.isAccepted else { return false }
        return damage.isFrozen && !damage.isNoticed
    }

    func damageBroker() {
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
        self.watch.tell(
            "the broker goes back: \(topic) \(isRemade ? "is made anew" : "is cut off"), \(noticeable.count) noticeable"
        )
        if let writer = topic.writer {
            for lane in 0..<ServiceName.laneCount { self.damagedLanes.insert(LaneName(service: writer, number: lane)) }
        }
        guard !damage.isFrozen else { return }
        // Others go on sending while those who read are away, and come back to a topic that is longer than before.
        for process in self.processes where process.service.topics.contains(topic) { self.crash(process) }
    }

    // MARK: A database that goes back

    func restoreDatabase() {
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
        // Those who held on for so long are dealt in again.
        for service in ServiceName.allCases where self.dice.once(in: 2) { self.rebalance(service) }
    }

    /// Whether a process writes nothing until an operator has accepted what it has found.
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
        if let restored = self.restored, !restored.isAccepted, self.watch.step >= restored.acceptedAt {
            self.accept(restored)
        }
    }

    /// The topic begins anew: it is read from its beginning, and what our own services had published on it is published
    /// once more.
    private func accept(_ damage: Damage) {
        self.watch.tell("an operator accepts \(damage.topic) as it is")
        for service in ServiceName.allCases
        where service.topics.contains(damage.topic) || service == damage.topic.writer {
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
        self.restored?.isAccepted = true
        // A partition of which nothing more comes is read from where its row says once it is dealt out again.
        for service in ServiceName.allCases { self.rebalance(service) }
    }
}
