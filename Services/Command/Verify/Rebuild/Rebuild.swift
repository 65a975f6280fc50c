internal import Messages
internal import Pipeline
internal import Postgres

/// Computes the tables anew from the journals alone and compares them with what is stored.
///
/// Nothing is written. Journals and tables are read side by side, in one state of the database; what is held in memory
/// are the records that were changed, the alerts, the waivers, and the verdicts of one lane.
struct Rebuild {
    private let connection: Connection
    private let progress: ProgressLine
    private(set) var found = Discrepancies()
    /// How many stored rows were compared.
    private(set) var rows = 0
    /// How many tables.
    private(set) var tables = 0

    init(on connection: Connection, progress: ProgressLine) {
        self.connection = connection
        self.progress = progress
    }

    /// Compares the tables of all services that have some.
    mutating func run() async throws {
        try await self.compare(RegisterProjection())
        try await self.compare(ActivityProjection())
        try await self.compare(SupervisionProjection())
    }

    private mutating func compare<Kind: Projection & ~Copyable>(_ fresh: consuming Kind) async throws {
        var projection = fresh
        let (connection, progress) = (self.connection, self.progress)
        let journal = JournalReader(Kind.service, on: connection)
        var comparisons = Kind.tables.map { TableComparison(of: $0, on: connection) }
        let places = Dictionary(uniqueKeysWithValues: zip(Kind.tables, comparisons.indices))
        if !Kind.announced.isEmpty {
            for lane in 0..<Lane.count {
                try await journal.forEachPiece(of: lane, types: Kind.announced) { piece in
                    for entry in piece { projection.announce(entry) }
                }
            }
        }
        for lane in 0..<Lane.count {
            try await journal.forEachPiece(of: lane) { piece in
                progress.show("rebuilding \(Kind.service): lane \(lane) from position \(piece[0].number.position)")
                for entry in piece {
                    do {
                        for row in try projection.take(entry) {
                            if let place = places[row.table] { comparisons[place].expect(row) }
                        }
                    } catch {
                        self.found.append(self.unreadable(entry, of: Kind.service, error))
                    }
                }
                for place in comparisons.indices {
                    try await comparisons[place].read(through: piece[piece.count - 1].number)
                }
            }
        }
        for row in try projection.end() {
            if let place = places[row.table] { comparisons[place].expect(row) }
        }
        for place in comparisons.indices {
            self.found.append(contentsOf: try await comparisons[place].end())
            self.rows += comparisons[place].count
        }
        self.tables += comparisons.count
    }

    private func unreadable(_ entry: JournaledEntry, of service: String, _ error: any Error) -> Discrepancy {
        Discrepancy(
            service, entry.number, .journal("entry of type \(entry.entry.type)"),
            found: "one that cannot be read (\(error))", expected: "one that a table can be rebuilt from")
    }
}
