import Machines

extension World {
    /// One step of a write, or of a passage of it.
    func step(_ run: WriteRun, of process: SimulatedProcess) {
        guard var passage = run.passage else { return self.act(run, of: process) }
        let progress = passage.advance(on: self.database)
        run.passage = passage
        switch progress {
        case .running: break
        case .blocked: break
        case .failed(let failure): self.conclude(.failed(failure), run, passage.session)
        case .done:
            if run.hasCommitted { self.database.commit(passage.session) }
            self.conclude(run.isOpening ? .opened(run.minutes.rows) : .handled, run, passage.session)
        }
    }

    private func conclude(_ event: WriteMachine<SimulatedBatch>.Event, _ run: WriteRun, _ session: Session) {
        run.isOpening = false
        run.passage = nil
        run.session = session
        run.actions = run.machine.step(event) + run.actions
    }

    private func act(_ run: WriteRun, of process: SimulatedProcess) {
        let service = process.service
        switch run.actions.removeFirst() {
        case .open(let partitions):
            run.isOpening = true
            run.passage = Passage(
                self.database.open(for: process.number),
                [
                    .lock(partitions.map { .position(service, $0) }),
                    .act { tables, _ in
                        run.minutes.rows = partitions.compactMap { tables[service].positions[$0] }
                        for index in run.write.indexes {
                            let identity = run.write.records.items[index].record.message.identity
                            run.minutes.seen[identity] = tables[service].seen[identity]
                        }
                        return []
                    },
                ])
        case .handle(let indexes):
            let records = indexes.map { Incoming(index: $0, message: run.write.records.items[$0].record.message) }
            // Outside of a transaction each statement is one of its own.
            let session = run.session.flatMap { run.hasCommitted ? nil : $0 }
            run.passage = Passage(
                session ?? self.database.open(for: process.number),
                self.model(of: service).steps(for: records, run.minutes))
        case .close(let advances): self.close(run, advances, of: process)
        case .rollBack: if let session = run.session { self.database.end(session) }
        case .finish(let outcome): self.finish(run, outcome, of: process)
        }
    }

    private func close(_ run: WriteRun, _ advances: [Advance], of process: SimulatedProcess) {
        guard let session = run.session, !session.isOver else {
            // The session is gone, and with it the answer.
            run.actions = run.machine.step(.failed(.unanswered))
            return
        }
        guard !self.isRed(process) else {
            run.actions = run.machine.step(.failed(.other))
            return
        }
        let service = process.service
        let tallies = self.tallies(run)
        session.change { tables in
            for step in advances {
                tables[service].positions[step.partition] = Claim(
                    partition: step.partition, epoch: step.epoch, position: step.to,
                    landmark: step.landmark ?? tables[service].positions[step.partition]?.landmark)
                tables[service].tallies[step.partition, default: Tally()] += tallies[step.partition] ?? Tally()
            }
        }
        switch self.areFaultsOn ? self.dice.roll(24) : 24 {
        case 0: run.actions = run.machine.step(.failed(.other))
        case 1, 2:
            self.counts.unknowns += 1
            let tookEffect = self.dice.once(in: 2)
            self.watch.tell(
                "\(self.name(of: process)) hears nothing of a COMMIT that took \(tookEffect ? "" : "no ")effect")
            if tookEffect { self.commit(run, advances, of: process) } else { self.database.end(session) }
            run.actions = run.machine.step(.failed(.unanswered))
        case 3:
            self.commit(run, advances, of: process)
            self.crash(process)
        default:
            self.commit(run, advances, of: process)
            run.actions = run.machine.step(.committed) + run.actions
        }
    }

    private func commit(_ run: WriteRun, _ advances: [Advance], of process: SimulatedProcess) {
        guard let session = run.session else { return }
        for step in advances {
            guard let row = self.database.tables[process.service].positions[step.partition] else { continue }
            if row.epoch != step.epoch {
                self.watch.report(
                    .fencing, "\(step.partition) is written under epoch \(step.epoch) after \(row.epoch) was given")
            } else if row.position != step.from {
                self.watch.report(
                    .positions, "\(step.partition) goes from \(step.from) to \(step.to), but stands at \(row.position)")
            }
        }
        self.watch.tell(
            "\(self.name(of: process)) commits \(advances.map { "\($0.partition) \($0.from)→\($0.to)" }.joined(separator: ", "))"
                + " \(run.minutes.dispositions.count) records")
        self.database.commit(session)
        run.hasCommitted = true
    }

    private func finish(_ run: WriteRun, _ outcome: WriteOutcome, of process: SimulatedProcess) {
        if case .committed = outcome {} else { self.watch.tell("\(self.name(of: process)) writes: \(outcome)") }
        if case .fenced(let steps) = outcome, self.restored == nil {
            for step in steps {
                let row = self.database.tables[process.service].positions[step.partition]
                guard row?.epoch == step.epoch else { continue }
                self.watch.report(.fencing, "\(step.partition) is fenced, and nobody else has claimed it")
            }
        }
        process.writing = nil
        process.tell(.wrote(outcome))
    }

    private func tallies(_ run: WriteRun) -> [Partition: Tally] {
        var tallies: [Partition: Tally] = [:]
        for (index, disposition) in run.minutes.dispositions {
            let partition = run.write.records.partitions[run.write.records.items[index].place]
            tallies[partition, default: Tally()][keyPath: disposition] += 1
        }
        return tallies
    }
}
