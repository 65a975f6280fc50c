import Domain
import Machines

extension World {
    func stepDue(_ process: SimulatedProcess) {
        guard process.service == .supervision || process.service == .notification else { return }
        if let run = process.draining { return self.step(run, of: process) }
        let machine = DueMachine()
        let now = Instant(microseconds: Int64(self.business))
        let actions = machine.begin(at: now, horizon: now, limit: 1 + self.dice.roll(3))
        process.draining = DueRun(
            self.database.open(for: process.number), actions: actions, accepted: self.business)
    }

    private func step(_ run: DueRun, of process: SimulatedProcess) {
        guard var passage = run.passage else { return self.act(run, of: process) }
        let progress = passage.advance(on: self.database)
        run.passage = passage
        switch progress {
        case .running, .blocked: break
        case .failed:
            self.database.end(passage.session)
            process.draining = nil
        case .done:
            run.passage = nil
            if run.hasCommitted { self.database.commit(passage.session) }
            let event = run.isPerforming ? DueMachine.Event.performed(run.notes.outcomes) : .took(run.taken)
            run.actions = run.machine.step(event) + run.actions
        }
    }

    private func act(_ run: DueRun, of process: SimulatedProcess) {
        guard !run.actions.isEmpty else {
            process.draining = nil
            return
        }
        switch run.actions.removeFirst() {
        case .take(let taking):
            run.passage = Passage(run.session, [self.take(taking, run, of: process)])
        case .perform(let items):
            run.isPerforming = true
            let session = run.hasCommitted ? self.database.open(for: process.number) : run.session
            run.passage = Passage(session, self.perform(items, run, of: process))
        case .putBack(let items):
            run.session.change { tables in
                for item in items where tables[process.service].due[item.key] == nil {
                    tables[process.service].due[item.key] = item
                }
            }
        case .commit: self.commit(run, of: process)
        case .tell: process.leased += run.notes.leased
        }
    }

    /// Takes items out of the queue; those that somebody holds are passed over.
    private func take(_ taking: DueTaking, _ run: DueRun, of process: SimulatedProcess) -> Step {
        let service = process.service
        return .act { tables, session in
            let due = tables[service].due.values.filter { item in
                switch item.clock == .business ? taking.business : taking.machine {
                case .never: false
                case .instant(let instant): item.at <= instant
                case .databaseNow: item.at.microseconds <= Int64(self.machine)
                }
            }
            for item in due.sorted(by: { ($0.at, $0.key) < ($1.at, $1.key) }) where run.taken.count < taking.limit {
                guard self.database.take(.due(service, item.key), for: session) else { continue }
                if item.clock == .business, item.at.microseconds > Int64(self.business) {
                    self.watch.report(
                        .verdicts,
                        "unit \(item.key) is judged at \(self.business), and is due at \(item.at.microseconds)")
                }
                run.taken.append(item)
                session.change { $0[service].due[item.key] = nil }
            }
            return []
        }
    }

    private func perform(_ items: [DueItem], _ run: DueRun, of process: SimulatedProcess) -> [Step] {
        self.watch.tell("\(self.name(of: process)) looks at what is due: \(items.map { "\($0.what) \($0.key)" })")
        let journalling = Journalling(process.service, watch: self.watch)
        if process.service == .notification {
            return NotificationModel().lease(items, at: self.machine, run.notes)
        }
        run.notes.outcomes = items.map { _ in .done }
        return SupervisionModel().judge(items.compactMap { Int($0.key) }, at: run.accepted, journalling)
    }

    private func commit(_ run: DueRun, of process: SimulatedProcess) {
        guard !run.session.isOver, !self.isRed(process) else {
            self.database.end(run.session)
            process.draining = nil
            return
        }
        switch self.areFaultsOn ? self.dice.roll(16) : 16 {
        case 0:
            self.database.end(run.session)
            process.draining = nil
        case 1:
            // The answer is lost; what the queue does next is to look again.
            self.counts.unknowns += 1
            if self.dice.once(in: 2) { self.database.commit(run.session) } else { self.database.end(run.session) }
            process.draining = nil
        case 2:
            self.database.commit(run.session)
            self.crash(process)
        default:
            self.database.commit(run.session)
            run.hasCommitted = true
            run.actions = run.machine.step(.committed) + run.actions
        }
    }

    // MARK: Sending, outside of any transaction

    func stepSender(_ process: SimulatedProcess) {
        if var passage = process.ending {
            let progress = passage.advance(on: self.database)
            process.ending = passage
            switch progress {
            case .running, .blocked: break
            case .failed:
                // Whoever leases the delivery next sends it again.
                self.database.end(passage.session)
                process.ending = nil
            case .done:
                if self.fails(once: 12) || self.isRed(process) {
                    self.database.end(passage.session)
                } else {
                    self.database.commit(passage.session)
                }
                process.ending = nil
            }
        } else if !process.leased.isEmpty {
            let delivery = process.leased.removeFirst()
            let isDelivered = !self.fails(once: 5)
            if isDelivered { self.received.append((delivery.name, delivery.version)) }
            self.watch.tell(
                "\(self.name(of: process)) sends \(delivery.name) version \(delivery.version): \(isDelivered)")
            process.ending = Passage(
                self.database.open(for: process.number),
                NotificationModel().end(
                    delivery, isDelivered: isDelivered, at: self.machine,
                    Journalling(.notification, watch: self.watch)))
        }
    }
}
