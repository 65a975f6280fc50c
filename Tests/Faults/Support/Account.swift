import FoundationEssentials
import Kit
import Messages
import Postgres
import Testing

/// What an installation has made of everything that was sent to it, compared with the ledger.
struct Account {
    let installation: Installation
    let ledger: Ledger

    private var topics: Topics { self.installation.broker.topics }

    /// Checks all of it; the installation must have come to rest.
    func check() async throws {
        for service in Installation.Service.allCases {
            try await Publication(installation: self.installation, service: service.rawValue).check()
        }
        try await self.checkIntake()
        try await self.checkRegister()
        try await self.checkVerdicts()
        try await self.checkDeliveries()
    }

    /// Every acknowledged event has taken effect once, and every other record is counted as what it is.
    private func checkIntake() async throws {
        let topic = self.topics.activityIntake.name
        let counts = try await self.run(
            """
            SELECT sum(taken)::bigint AS taken, sum(duplicate)::bigint AS duplicate, sum(refused)::bigint AS refused
            FROM activity.position_v1 WHERE topic = \(topic)
            """)[0]
        #expect(try counts.decode("taken") == self.ledger.records)
        #expect(try counts.decode("duplicate") == self.ledger.duplicates)
        #expect(try counts.decode("refused") == self.ledger.unreadable)
        #expect(try await self.count("SELECT taken - applied - duplicate - refused FROM activity.intake_v1") == 0)
        #expect(try await self.count("SELECT count(*) FROM activity.dead_letter_v1") == self.ledger.unreadable)

        let ids: [String] = try await self.run(
            "SELECT id FROM activity.journal_v1 WHERE source = '/campus/oa' AND topic = \(self.topics.activityJournal.name)"
        ).decode("id")
        #expect(ids.count == self.ledger.accepted.count)
        #expect(Set(ids).symmetricDifference(self.ledger.accepted).isEmpty)
        let doubled: [String] = try await self.run(
            "SELECT id FROM activity.record_v1 GROUP BY source, id HAVING count(*) > 1"
        ).decode("id")
        #expect(doubled.isEmpty)
    }

    /// Every command is answered once, and every import is applied once.
    private func checkRegister() async throws {
        let answers: [String] = try await self.run("SELECT command FROM registry.answers_v1").decode("command")
        #expect(answers.count == self.ledger.commands.count)
        #expect(Set(answers).symmetricDifference(self.ledger.commands).isEmpty)
        let rejected = try await self.count(
            "SELECT count(*) FROM registry.answers_v1 WHERE type = 'guoying.registry.command-rejected.v1'")
        #expect(rejected == 0)
        let counts: [String] = try await self.run(
            "SELECT unit || to_char(valid_from, ' YYYY/FMMM/FMDD') AS count FROM registry.member_count_v1"
        ).decode("count")
        #expect(counts.count == self.ledger.counts.count)
        #expect(Set(counts).symmetricDifference(self.ledger.counts).isEmpty)
    }

    /// The stored verdicts are those that the facts give, and versions of alerts have no gaps.
    private func checkVerdicts() async throws {
        let board = try await self.installation.guoying("board", "--windows", "--format", "json", "--wait", "0")
        try #require(board.status == 0, "\(board.errors)")
        var expected: Set<String> = []
        for row in try JSONValue(board.output)["units"]?.elements ?? [] {
            let unit = row["unit"]?["id"]?.string ?? ""
            for cell in row["cells"]?.elements ?? [] where cell["requirement"]?.string == "theme-day" {
                for window in cell["windows"]?.elements ?? [] {
                    expected.insert("\(unit) \(window["from"]?.string ?? "") \(window["verdict"]?.string ?? "")")
                }
            }
        }
        let stored: [String] = try await self.run(
            """
            SELECT unit || ' ' || window_from || ' ' || verdict AS verdict FROM supervision.verdict_v1
            WHERE requirement = 'theme-day'
            """
        ).decode("verdict")
        #expect(expected.count >= 3 * OutsideWorld.units.count)
        #expect(Set(stored).symmetricDifference(expected).isEmpty)

        let alerts = try await self.alertVersions()
        let broken = Dictionary(grouping: alerts, by: \.alert)
            .filter { $0.value.map(\.version) != Array(1...Int64($0.value.count)) }
        #expect(broken.isEmpty)
    }

    /// Every version of every alert is delivered once, after attempts that are counted one by one, and lies in the
    /// inbox.
    private func checkDeliveries() async throws {
        let alerts = try await self.alertVersions()
        let rows = try await self.run(
            """
            SELECT value FROM notification.journal_v1
            WHERE type = 'guoying.notification.attempted.v1' ORDER BY lane, position
            """)
        let entries = try rows.map { try JSONValue(try $0.decode("value", as: [UInt8].self)) }
        let attempts = Dictionary(grouping: entries) { AlertVersion($0) }
        #expect(Set(attempts.keys) == Set(alerts))
        for (version, entries) in attempts {
            let numbers = entries.map { $0["attempt"]?.integer }
            #expect(numbers == (1...entries.count).map { Int64($0) }, "\(version)")
            #expect(entries.filter { $0["outcome"] == .string("delivered") }.count == 1, "\(version)")
        }
        let files = try FileManager.default.subpathsOfDirectory(atPath: "\(self.installation.folder)/inbox")
        let messages = files.compactMap { $0.hasSuffix(".json") ? $0.split(separator: "/").last.map(String.init) : nil }
        #expect(Set(messages) == Set(alerts.map { "\($0.alert)-v\($0.version).json" }))
    }

    /// A version of an alert.
    private struct AlertVersion: Hashable {
        let alert: String
        let version: Int64

        init(_ value: JSONValue) {
            self.alert = value["alert"]?.string ?? ""
            self.version = value["version"]?.integer ?? 0
        }
    }

    /// The versions of all alerts, in the order of supervision's journal.
    private func alertVersions() async throws -> [AlertVersion] {
        let rows = try await self.run(
            """
            SELECT value FROM supervision.journal_v1
            WHERE topic = \(self.topics.supervisionAlerts.name) ORDER BY lane, position
            """)
        return try rows.map { AlertVersion(try JSONValue(try $0.decode("value", as: [UInt8].self))) }
    }

    private func run(_ sql: SQL) async throws -> Rows { try await self.installation.database.run(sql) }

    private func count(_ sql: SQL) async throws -> Int64 { try await self.installation.database.count(sql) }
}
