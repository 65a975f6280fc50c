import Glibc
import Kit
import Messages
import Postgres

/// One installation on servers of its own, under a steady load, to which everything is done that is to be survived; and
/// what came of it.
struct FaultRun {
    /// How many processes are killed, over all services.
    let cycles: Int
    /// Of what is done at random.
    let seed: UInt64

    /// Which round of the whole something belongs to: what is done once in a tenth is done twice in the whole.
    private var rounds: Int { 1 + self.cycles / 100 }

    /// What came of it.
    func perform() async throws -> FaultReport {
        let begun = ContinuousClock.now
        return try await self.lending { stage in
            let load = try Load(to: stage.installation, seed: self.seed)
            let watch = Task { await Watch(stage: stage).run() }
            do {
                try await self.sabotage(stage)
                Trace.say("ending the load")
                try await load.stop()
            } catch {
                await load.abandon()
                throw error
            }
            Trace.say("settling")
            try await self.settle(stage)
            Trace.say("checking")
            watch.cancel()
            await watch.value
            let ledger = try Ledger(file: Load.ledger(in: stage.installation.folder))
            return try await stage.installation.database.connected { connection in
                let checker = try await Checker(stage.installation, ledger, stage.log, on: connection)
                let violations = try await checker.violations()
                let duration = ContinuousClock.now - begun
                // Of a run that went wrong already nothing can be learnt about what the checker overlooks.
                let unnoticed = violations.isEmpty ? try await Tampering.unnoticed(by: checker) : []
                return FaultReport(
                    seed: self.seed, log: checker.log, ledger: ledger, violations: violations, unnoticed: unnoticed,
                    repetitions: checker.repetitions(), duration: duration)
            }
        }
    }

    /// Lends an installation with two processes of each service, which share partitions and units.
    func lending<Value: Sendable>(_ body: (Stage) async throws -> Value) async throws -> Value {
        try await Servers.lending { servers in
            let database = try await ScratchDatabase.made(on: servers.database)
            let broker = try await LentBroker.making(Topics(), at: servers.broker)
            let environment = ["GUOYING_GO_LIVE": "2021-03-01"]
            return try await Installation.lending(database, broker, environment: environment) { installation in
                let recipients = try installation.file(
                    "recipients.yaml", "recipients:\n  - name: office\n    inbox: {folder: inbox}\n")
                installation.set("GUOYING_NOTIFICATION_CONFIG", to: recipients)
                let clock = try await installation.guoying("clock", "set", "2021-05-05", role: "guoying_operator")
                guard clock.status == 0 else { throw Program.Failure(description: clock.errors) }
                try await Audit.install(in: database)
                let stage = Stage(installation, servers)
                for service in Installation.Service.allCases + Installation.Service.allCases {
                    try await stage.start(service)
                }
                return try await body(stage)
            }
        }
    }

    /// The services at once, and then the servers, which concern all of them. Notification hears of alerts only while
    /// nothing is done to the others, which each alert waits for: what needs an alert comes when they are left alone.
    private func sabotage(_ stage: Stage) async throws {
        for service in Installation.Service.allCases { try await stage.waitUntilThrough(service) }
        await withTaskGroup(of: Void.self) { group in
            for service in Installation.Service.allCases {
                group.addTask {
                    await self.sabotage(service, stage) { saboteur in
                        try await self.killings(by: &saboteur)
                        if service != .notification { try await self.interruptions(by: &saboteur) }
                    }
                }
            }
        }
        await self.sabotage(.notification, stage) { try await self.interruptions(by: &$0) }
        for _ in 1...self.rounds {
            try await self.crashDatabase(stage)
            try await self.killBroker(stage)
        }
    }

    private func sabotage(
        _ service: Installation.Service, _ stage: Stage, _ body: (inout Saboteur) async throws -> Void
    ) async {
        let place = Installation.Service.allCases.firstIndex(of: service) ?? 0
        var saboteur = Saboteur(
            stage: stage, service: service, random: SeededGenerator(seed: self.seed &* 10 &+ UInt64(place)))
        do {
            try await body(&saboteur)
        } catch let missed as Saboteur.Missed {
            Trace.say("\(missed)")
            stage.note { $0.missed.append("\(missed)") }
        } catch {
            Trace.say("\(service.rawValue): \(error)")
            stage.note { $0.failures.append("\(service.rawValue): \(error)") }
        }
    }

    /// A service's share of the kills: four of five inside a transaction, the fifth at any moment.
    private func killings(by saboteur: inout Saboteur) async throws {
        let services = Installation.Service.allCases
        let place = services.firstIndex(of: saboteur.service) ?? 0
        for cycle in stride(from: place, to: self.cycles, by: services.count) {
            try await saboteur.kill(inside: cycle / services.count % 5 != 4)
        }
    }

    private func interruptions(by saboteur: inout Saboteur) async throws {
        for _ in 1...self.rounds {
            try await saboteur.stop()
            try await saboteur.wakeInside()
            try await saboteur.wakeWithBatch()
            try await saboteur.cutCommits()
        }
    }

    private func crashDatabase(_ stage: Stage) async throws {
        Trace.say("crashing PostgreSQL")
        try await stage.servers.crashDatabase()
        try await stage.expect(ready: false, within: .seconds(20), during: .databaseCrash)
        try await stage.servers.startDatabase()
        try await self.healed(from: .databaseCrash, stage)
    }

    private func killBroker(_ stage: Stage) async throws {
        Trace.say("killing the broker")
        try await stage.servers.killBroker()
        try await stage.expect(ready: false, within: .seconds(20), during: .brokerKill)
        try await stage.servers.startBroker()
        Trace.say("the broker runs again")
        try await self.healed(from: .brokerKill, stage)
    }

    private func healed(from fault: Fault, _ stage: Stage) async throws {
        stage.note { $0.injected[fault, default: 0] += 1 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in Installation.Service.allCases {
                group.addTask { try await stage.recover(from: fault, of: service) }
            }
            try await group.waitForAll()
        }
        try await stage.expect(ready: true, within: .seconds(20), during: fault)
    }

    /// Waits until nothing goes on any more.
    private func settle(_ stage: Stage) async throws {
        let rest = Rest(installation: stage.installation)
        var unrest: String?
        let isAtRest = try await eventually(within: .seconds(120)) {
            unrest = try await rest.unrest()
            return unrest == nil
        }
        if !isAtRest { stage.note { $0.unrest = unrest } }
    }
}
