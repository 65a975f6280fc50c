import Kit
import Messages
import Postgres

/// What an installation that has come to rest has made of everything that was sent to it, held against the invariants.
///
/// It reads the tables by one session, so that a test can change them in a transaction, see that the change is noticed,
/// and take it back.
struct Checker {
    let installation: Installation
    let ledger: Ledger
    let connection: Connection
    /// What lies on every topic, by its name.
    var topics: [String: [PublishedRecord]]
    /// What `guoying verify --rebuild` says against it: asked once, for a process of its own sees no change that a test
    /// makes in a transaction.
    var discrepancies: [String]
    /// What was seen while it ran.
    var log: RunLog

    /// A checker of what lies there now.
    init(_ installation: Installation, _ ledger: Ledger, _ log: RunLog, on connection: Connection) async throws {
        self.installation = installation
        self.ledger = ledger
        self.log = log
        self.connection = connection
        self.topics = [:]
        for topic in installation.broker.topics.all {
            self.topics[topic.name] = try await installation.broker.records(of: topic).map { PublishedRecord($0) }
        }
        let verification = try await installation.guoying("verify", "--rebuild", role: "guoying_operator")
        let lines = (verification.output + verification.errors).split(separator: "\n").map(String.init)
        self.discrepancies = verification.status == 0 ? [] : ["it ended with \(verification.status)"] + lines
    }

    /// The names of the topics.
    var names: Topics { self.installation.broker.topics }

    /// What lies on the topic of events.
    var intake: [PublishedRecord] { self.topics[self.names.activityIntake.name] ?? [] }

    /// The entry of the ledger that a record was sent for.
    func entry(of record: PublishedRecord) -> LedgerEntry? {
        record.ledgerNumber.flatMap { self.ledger.entries.indices.contains($0) ? self.ledger.entries[$0] : nil }
    }

    /// Everything that does not hold.
    func violations() async throws -> [Violation] {
        var found: [Violation] = []
        for invariant in Invariant.allCases { found += try await self.violations(of: invariant) }
        return found
    }

    /// What does not hold of one invariant.
    func violations(of invariant: Invariant) async throws -> [Violation] {
        switch invariant {
        case .noLoss: try await self.nothingIsLost()
        case .noInvention: try await self.nothingIsInvented()
        case .noDoubling: try await self.nothingIsDoubled()
        case .positions: try await self.positionsAreWithoutGaps()
        case .fencing: try await self.zombiesAreFenced()
        case .differential: try await self.verdictsAreThoseOfTheFacts()
        case .alerts: try await self.whatIsPublishedIsJournalled()
        case .letters: try await self.lettersHoldWhatCame()
        case .liveness: self.backlogsAreWorkedOff()
        case .bounds: self.processesStayInBounds()
        case .audit: try await self.chainsHold()
        }
    }

    func strings(_ sql: SQL) async throws -> [String] {
        let rows = try await self.connection.run(sql)
        return try rows.map { try $0.decode(0, as: String.self) }
    }

    func count(_ sql: SQL) async throws -> Int64 { try await self.connection.run(sql)[0].decode(0, as: Int64.self) }
}

extension [String] {
    /// Those that stand here more than once.
    var repeated: [String] { Dictionary(grouping: self) { $0 }.filter { $0.value.count > 1 }.map(\.key) }
}
