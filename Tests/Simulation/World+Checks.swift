import Crypto
import Domain
import Machines

extension World {
    /// Whether all that was sent has gone through, and nothing is under way.
    var isAtRest: Bool { self.remainder == nil }

    /// What is still to be done, for whoever asks why it does not get done.
    var whatIsLeft: String { self.remainder ?? "nothing" }

    private var remainder: String? {
        if let process = self.processes.first(where: { !$0.isIdle || $0.intake.isBusy }) {
            return "\(self.name(of: process)) is busy"
        }
        let tables = self.database.tables
        for service in ServiceName.allCases {
            let own = tables[service]
            for partition in service.partitions where own.positions[partition]?.position != self.broker[partition].end {
                let position = own.positions[partition]?.position ?? 0
                return "\(service) stands at \(partition)@\(position) of \(self.broker[partition].end)"
            }
            for (lane, head) in own.heads where own.published[lane] ?? 0 < head.position {
                return "\(service) has published \(own.published[lane] ?? 0) of \(head.position) in lane \(lane)"
            }
            if let item = own.due.values.first(where: { $0.clock == .machine || $0.at.microseconds <= self.business }) {
                let isOpen = service == .supervision || !(tables.deliveries[Int(item.key) ?? 0] ?? []).isEmpty
                if isOpen { return "\(service) has not looked at \(item.key), which is due" }
            }
        }
        for (unit, waiting) in tables.parked where tables.units.contains(unit) && !waiting.isEmpty {
            return "\(waiting.count) events wait for unit \(unit), which is there"
        }
        if let unit = tables.deliveries.first(where: { !$0.value.isEmpty })?.key { return "unit \(unit) is not told" }
        return nil
    }

    /// What must hold once all is at rest.
    func check() {
        self.watch.tell("── at rest")
        self.checkEvents()
        self.checkCounts()
        self.checkVerdicts()
        self.checkLanes()
        self.checkAlerts()
        if let damage = self.damage, !damage.noticeable.isEmpty, !damage.isNoticed {
            self.watch.report(.noticed, "\(damage.topic) has lost what was read, and nobody says so")
        }
    }

    private func checkEvents() {
        let tables = self.database.tables
        let kept = tables.facts + tables.parked.values.flatMap { $0 }
        let sent = Set(self.ledger.events)
        for event in kept + tables.letters where !sent.contains(event) {
            self.watch.report(.noInvention, "\(event) is kept, and nobody has sent it")
        }
        let ids = kept.map(\.id)
        if Set(ids).count != ids.count { self.watch.report(.noDoubling, "an event is kept twice: \(ids)") }
        let refused = Set(tables.letters.map { Message.held($0) })
        let known = Set(ids)
        for event in self.ledger.events where !known.contains(event.id) {
            let message = Message.held(event)
            guard !refused.contains(message), !self.ledger.unknown.contains(message) else { continue }
            self.watch.report(.noLoss, "\(event) is neither kept nor refused")
        }
        let contents = Dictionary(grouping: self.ledger.events, by: \.id).mapValues { Set($0).count }
        for event in tables.letters where !event.isPoison && contents[event.id] == 1 {
            self.watch.report(.letters, "\(event) is refused, and nothing is wrong with it")
        }
        for event in kept where event.isPoison { self.watch.report(.letters, "\(event) is kept") }
        for command in self.ledger.commands where !tables.units.contains(command.unit) {
            let message = Message.register(command: command.id, unit: command.unit)
            guard !self.ledger.unknown.contains(message) else { continue }
            self.watch.report(.noLoss, "unit \(command.unit) is not registered")
        }
    }

    /// Intake is the sum of what became of it, and each record is taken once.
    private func checkCounts() {
        guard self.restored == nil else { return }
        for service in ServiceName.allCases {
            for partition in service.partitions where self.damage?.topic.partitions.contains(partition) != true {
                guard self.broker[partition].low == 0 else { continue }
                let count = self.broker[partition].records.count
                let tally = self.database.tables[service].tallies[partition] ?? Tally()
                guard tally.sum != count else { continue }
                self.watch.report(
                    .noDoubling, "\(service) has counted \(tally) of the \(count) records of \(partition)")
            }
        }
    }

    private func checkVerdicts() {
        let tables = self.database.tables
        for unit in tables.units.sorted() {
            let expected = SupervisionModel.verdicts(of: unit, tables.facts, asOf: self.business)
            let found = tables.verdicts[unit]
            guard found != expected else { continue }
            self.watch.report(.verdicts, "unit \(unit) is found \(found ?? []), and it is \(expected)")
        }
    }

    private func checkLanes() {
        for service in ServiceName.allCases {
            let own = self.database.tables[service]
            for (lane, head) in own.heads {
                let entries = own.journal[lane] ?? []
                var hasher = SHA256()
                var chain = LaneHead.beginning
                for entry in entries {
                    let isNext = entry.position == chain.position + 1 || self.restored != nil
                    if !isNext { self.watch.report(.audit, "\(entry.place) follows \(chain.position)") }
                    chain.advance(to: entry.position, over: entry.message.digest, with: &hasher)
                }
                if chain.chain != head.chain { self.watch.report(.audit, "the chain of \(service)/\(lane) is broken") }
            }
        }
    }

    private func checkAlerts() {
        guard self.restored == nil else { return }
        let tables = self.database.tables
        for service in ServiceName.allCases {
            for (lane, entries) in tables[service].journal {
                let name = LaneName(service: service, number: lane)
                for entry in entries where entry.position > self.tails[name]?[entry.topic] ?? 0 {
                    self.watch.report(.alerts, "\(entry.place) does not lie on \(entry.topic)")
                }
            }
        }
        for (name, alert) in tables.alerts {
            let told = tables.notified[name] ?? []
            if told != Array(1...alert.version) {
                self.watch.report(.alerts, "of \(name) versions \(told) are told, and \(alert.version) were raised")
            }
            var first: [Int64] = []
            for (sent, version) in self.received where sent == name && !first.contains(version) {
                first.append(version)
            }
            if first != told { self.watch.report(.alerts, "of \(name) were sent \(first), and told \(told)") }
        }
        for (name, _) in self.received where tables.alerts[name] == nil {
            self.watch.report(.alerts, "\(name) was sent, and nobody has raised it")
        }
    }
}
