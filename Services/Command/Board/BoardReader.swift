internal import Domain
internal import Facts
internal import Postgres

/// Reads the board, some hundred units at a time, all as of one state of the database.
struct BoardReader {
    /// How many units are held in memory at once.
    private static let chunkUnits = 500

    private let connection: Connection
    private let reader: FactsReader

    /// A reader on a session that may read the published views.
    init(_ connection: Connection) {
        self.connection = connection
        self.reader = FactsReader(connection)
    }

    /// Lends each row in register order, and tells how far the sources were that stand behind them, and what is to be
    /// said where there is no row.
    ///
    /// - Throws: ``CommandFailure`` where the unit that was asked for is not in the register.
    func read(
        _ question: BoardQuestion, _ body: (BoardRow) throws -> Void
    ) async throws -> (sources: SourceFreshness, empty: EmptyBoard) {
        // A transaction that only reads: all rows and the positions belong to the same moment.
        try await self.connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let units = try await self.units(under: question.top)
        let positions = try await self.reader.positions()
        var sources = SourceFreshness(asOf: question.asOf, knownAt: question.knownAt)
        var empty = EmptyBoard(question)
        for start in stride(from: 0, to: units.count, by: Self.chunkUnits) {
            let chunk = Array(units[start..<min(start + Self.chunkUnits, units.count)])
            for facts in try await self.reader.facts(of: chunk, at: positions, knownAt: question.knownAt) {
                guard let row = BoardRow(facts, question) else {
                    empty.add(facts)
                    continue
                }
                sources.add(facts)
                try body(row)
            }
        }
        try await self.connection.run("COMMIT")
        return (sources, empty)
    }

    /// All that bears on one unit for whoever judges with the knowledge of `knownAt`.
    func facts(of unit: UnitCode, knownAt: Instant) async throws -> UnitFacts {
        try await self.connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        _ = try await self.units(under: unit)
        let positions = try await self.reader.positions()
        let facts = try await self.reader.facts(of: [unit], at: positions, knownAt: knownAt)
        try await self.connection.run("COMMIT")
        return facts[0]
    }

    /// The units of the register that have ever stood under one, itself included; all where nil.
    ///
    /// - Throws: ``CommandFailure`` where the unit is not in the register.
    func units(under top: UnitCode?) async throws -> [UnitCode] {
        let units = try await self.reader.units(under: top)
        guard let top, units.isEmpty else { return units }
        let known = try await self.reader.units(under: nil).map(\.rawValue)
        throw CommandFailure.unknown("unit", top.rawValue, among: known, place: "the register")
    }
}
