import Domain
import Kit
import Messages
import Testing

extension `The whole` {
    /// Random campuses, all at once in one installation; `GUOYING_TEST_SEEDS` asks for others, `17` or `100-139`. What
    /// fails names its seed in the codes of its units, `s17-b1`.
    @Suite(.inTurn, .serialized) struct `After any season` {
        /// What stands still while a stretch of the season is sent.
        private enum Outage: CaseIterable {
            case none
            case activity
            case supervision

            var service: Installation.Service? {
                switch self {
                case .none: nil
                case .activity: .activity
                case .supervision: .supervision
                }
            }
        }

        @Test func `what is stored is what a full evaluation finds, and alerts are those of a patient observer`()
            async throws
        {
            let seeds = TestEnvironment.seeds(usually: 1...6)
            var random = SeededGenerator(seed: seeds.lowerBound)
            let instants = Self.instants(using: &random)
            let seasons = seeds.map { RandomSeason(seed: $0, instants: instants) }
            let outages = [Outage.activity, .none, .supervision, .activity].shuffled(using: &random)

            try await Installation.lending(
                on: .mostReal, services: [], environment: ["GUOYING_GO_LIVE": "2021-03-01"]
            ) { installation in
                try await Self.setClock("2021-03-20", of: installation)
                for service in [Installation.Service.registry, .activity, .supervision] {
                    try await installation.start(service)
                }
                var random = random
                var before = AlertHistory([])
                for (number, instant) in instants.enumerated() {
                    let outage = outages[number % outages.count]
                    if let service = outage.service { await installation.stop(service) }
                    let stretches = seasons.map { $0.stretches[number] }
                    // One record at least lies unread before anything else happens.
                    try await Self.send(stretches, in: installation, using: &random)
                    try await Self.setClock(instant.description, of: installation)
                    try await Self.register(stretches, in: installation, using: &random)
                    if let service = outage.service { try await installation.start(service) }
                    try await installation.settle()

                    let duties = try await Self.checkVerdicts(of: installation, "\(instant) \(outage)")
                    let after = AlertHistory(try await installation.alerts())
                    after.check(against: duties, "\(instant) \(outage)")
                    if outage != .none { after.checkPatience(since: before, "\(instant) \(outage)") }
                    before = after
                }
                let verified = try await installation.guoying("verify", "--all", "--rebuild", role: "guoying_operator")
                #expect(verified.status == 0, "\(seeds): \(verified.output)\(verified.errors)")
            }
        }

        /// Where the stretches of the season begin: beside days on which something is due soon, ends or is filed.
        private static func instants(using random: inout SeededGenerator) -> [Instant] {
            let all = [
                "2021-03-22T09:00:00+08:00", "2021-03-26T08:00:00+08:00", "2021-04-04T00:05:00+08:00",
                "2021-04-08T10:00:00+08:00", "2021-04-16T00:05:00+08:00", "2021-04-24T12:00:00+08:00",
                "2021-05-01T00:05:00+08:00", "2021-05-04T09:00:00+08:00", "2021-05-20T09:00:00+08:00",
                "2021-06-29T09:00:00+08:00", "2021-07-07T09:00:00+08:00",
            ]
            return all.shuffled(using: &random).prefix(4).sorted().compactMap { Instant($0) }
        }

        private static func setClock(_ moment: String, of installation: Installation) async throws {
            let outcome = try await installation.guoying("clock", "set", moment, role: "guoying_operator")
            try #require(outcome.status == 0, "guoying clock set: \(outcome.errors)")
        }

        /// Sends events and commands to any partitions, in any order between them.
        private static func send(
            _ stretches: [RandomSeason.Stretch], in installation: Installation, using random: inout SeededGenerator
        ) async throws {
            func placed(_ events: [OutsideEvent]) -> [(event: OutsideEvent, partition: Int32)] {
                events.map { ($0, Int32.random(in: 0..<Int32(Topics.partitions), using: &random)) }
            }
            try await installation.send(placed(stretches.flatMap(\.events).shuffled(using: &random)))
            try await installation.send(
                placed(stretches.flatMap(\.commands)), to: installation.broker.topics.supervisionCommands.name)
        }

        /// Imports the pieces of all campuses, each with its files in any order.
        private static func register(
            _ stretches: [RandomSeason.Stretch], in installation: Installation, using random: inout SeededGenerator
        ) async throws {
            for piece in 0..<(stretches.map(\.imports.count).max() ?? 0) {
                var paths: [String] = []
                for (file, columns) in RandomSeason.columns.sorted(by: { $0.key < $1.key }) {
                    let rows = stretches.filter { piece < $0.imports.count }.flatMap { $0.imports[piece][file] ?? [] }
                    guard !rows.isEmpty else { continue }
                    paths.append(
                        try installation.file("\(file).csv", ([columns] + rows).joined(separator: "\n") + "\n"))
                }
                guard !paths.isEmpty else { continue }
                let outcome = try await installation.guoying(
                    ["import", "--wait", "60"] + paths.shuffled(using: &random))
                try #require(outcome.status == 0, "guoying import: \(outcome.errors)")
            }
        }

        /// Compares what is stored with what a full evaluation finds, which it returns.
        private static func checkVerdicts(
            of installation: Installation, _ moment: String
        ) async throws -> [FoundDuty] {
            let evaluated = try await installation.evaluatedDuties()
            let stored = Set(try await installation.storedDuties())
            let missing = Set(evaluated).subtracting(stored).map(\.description).sorted()
            // What was owed once and is owed no longer has its last word.
            let extra = stored.subtracting(evaluated).filter { extra in
                extra.verdict != "not-applicable" || evaluated.contains { $0.name == extra.name }
            }
            #expect(missing.isEmpty && extra.isEmpty, "\(moment): stored also \(extra.map(\.description).sorted())")
            #expect(!evaluated.isEmpty)
            return evaluated
        }
    }
}
