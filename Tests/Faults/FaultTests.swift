import Glibc
import Kit
import Postgres
import Testing

/// What becomes of a running installation when its processes end, well or badly. On the real broker only: the embedded
/// one keeps nothing and promises nothing.
@Suite(
    .inTurn, .serialized, .timeLimit(.minutes(10)),
    .enabled(if: TestBroker.available.contains(.apache), "there is no Apache Kafka"))
struct `An installation under load` {
    @Test func `loses and doubles nothing when each of its processes is killed five times`() async throws {
        try await Self.lending { installation, world in
            await withThrowingTaskGroup(of: Void.self) { group in
                for service in Installation.Service.allCases {
                    group.addTask {
                        for _ in 1...5 {
                            try await Self.waitForProgress(of: service, in: installation)
                            try await Task.sleep(for: .milliseconds(Int.random(in: 0...400)))
                            await installation.kill(service)
                            try await installation.start(service)
                        }
                    }
                }
                while let outcome = await group.nextResult() {
                    #expect(throws: Never.self) { try outcome.get() }
                }
            }
        }
    }

    @Test func `ends its processes in good order, in time and without loss`() async throws {
        try await Self.lending { installation, world in
            for service in Installation.Service.allCases {
                try await Self.waitForProgress(of: service, in: installation)
                let begin = ContinuousClock.now
                let status = await installation.stop(service)
                let duration = ContinuousClock.now - begin
                try await installation.start(service)

                #expect(status == 0, "\(service)")
                #expect(duration < .seconds(5), "\(service)")
            }
        }
    }

    /// Lends an installation that outsiders send to all the time, lets it come to rest afterwards, and checks it.
    private static func lending(
        _ body: @Sendable (Installation, OutsideWorld) async throws -> Void
    ) async throws {
        let environment = ["GUOYING_GO_LIVE": "2021-03-01"]
        try await Installation.lending(on: .apache, services: [], environment: environment) { installation in
            let recipients = try installation.file(
                "recipients.yaml", "recipients:\n  - name: office\n    inbox: {folder: inbox}\n")
            installation.set("GUOYING_NOTIFICATION_CONFIG", to: recipients)
            let clock = try await installation.guoying("clock", "set", "2021-05-05", role: "guoying_operator")
            try #require(clock.status == 0, "\(clock.errors)")
            // Two of those that share partitions and units with one another.
            for service in Installation.Service.allCases + [.activity, .supervision] {
                try await installation.start(service)
            }

            let world = try OutsideWorld(installation.broker)
            try await world.register()
            async let sending: Void = world.run()
            try await body(installation, world)
            world.stop()
            try await sending
            await world.close()

            try await Self.settle(installation)
            try await Account(installation: installation, ledger: world.ledger).check()
        }
    }

    /// Waits until a service has taken something in. Alerts wait for all services before theirs, of which each may be
    /// down just then, so that the last may get nothing for as long as the others are being killed.
    private static func waitForProgress(of service: Installation.Service, in installation: Installation) async throws {
        let before = try await Self.taken(by: service, in: installation)
        let isGoing = try await eventually(within: .seconds(180)) {
            try await Self.taken(by: service, in: installation) > before
        }
        let log = await installation.log(of: service)
        try #require(isGoing, "\(service) takes nothing in: \(log)")
    }

    private static func taken(
        by service: Installation.Service, in installation: Installation
    ) async throws -> Int64 {
        try await installation.database.count(
            "SELECT coalesce(sum(taken), 0)::bigint FROM \(identifier: service.rawValue).position_v1")
    }

    /// Waits until nothing goes on any more.
    private static func settle(_ installation: Installation) async throws {
        let rest = try await Rest(of: installation)
        var unrest: String?
        let isAtRest = try await eventually(within: .seconds(90)) {
            unrest = try await rest.unrest()
            return unrest == nil
        }
        var logs: [String] = []
        for service in Installation.Service.allCases { logs.append(await installation.log(of: service)) }
        try #require(isAtRest, "still going on: \(unrest ?? "") \(logs.joined(separator: "\n"))")
    }
}
