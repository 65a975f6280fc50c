internal import Domain
internal import Facts
internal import Messages
internal import Pipeline
internal import Postgres

/// The rows of the register. They are only added to.
enum RegisterTable {
    /// Reads what imports are judged by: every version of the units they name and of all that ever stood above these,
    /// every version of all committees of the units whose committees they name, because a row stands on the election
    /// before it, and every version of the other statements they make.
    static func register(for contents: [ImportContent], in transaction: Transaction) async throws -> Register {
        guard !contents.isEmpty else { return Register() }
        let codes = contents.reduce(into: Set<UnitCode>()) { $0.formUnion($1.unitCodes) }.sorted()
        let counts = contents.flatMap { $0.members.map(\.row) }
        let committees = Set(contents.flatMap { $0.committees.map(\.row.unit) }).sorted()
        let posts = contents.flatMap { $0.posts.map(\.row) }
        let duties = contents.flatMap { $0.sources.map(\.row) }
        let answers = try await transaction.connection.pipeline([
            """
            WITH RECURSIVE above AS (
                SELECT code FROM unnest(\(codes)) AS asked (code)
                UNION SELECT u.parent FROM unit u JOIN above USING (code) WHERE u.parent IS NOT NULL)
            SELECT code, valid_from, valid_through, name, kind, category, parent, recorded, position
            FROM unit JOIN above USING (code)
            """,
            """
            SELECT unit, valid_from, formal, probationary, recorded, position FROM member_count
            WHERE (unit, valid_from) IN (SELECT * FROM unnest(\(counts.map(\.unit)), \(counts.map(\.date))))
            """,
            """
            SELECT unit, valid_from, years, members, recorded, position FROM committee
            WHERE unit = ANY(\(committees))
            """,
            """
            SELECT unit, post, person, valid_from, valid_through, recorded, position FROM post
            WHERE (unit, post, person, valid_from) IN (
                SELECT * FROM unnest(\(posts.map(\.unit)), \(posts.map(\.post)), \(posts.map(\.person)),
                    \(posts.map(\.from))))
            """,
            """
            SELECT source, unit, name, owner, kinds, every, valid_from, valid_through, recorded, position
            FROM reporting
            WHERE (source, unit) IN (SELECT * FROM unnest(\(duties.map(\.source)), \(duties.map(\.unit))))
            """,
        ])
        return Register(
            units: try answers[0].map(UnitVersion.init), counts: try answers[1].map(MemberCount.init),
            committees: try answers[2].map(CommitteeVersion.init), holdings: try answers[3].map(PostHolding.init),
            duties: try answers[4].map(ReportingDuty.init))
    }

    /// Adds rows, each at the position of its entry in the journal.
    static func insert(
        _ changes: [(change: RegisterChange, position: Int64)], in transaction: Transaction
    ) async throws {
        var units: [(row: UnitVersion, position: Int64)] = []
        var counts: [(row: MemberCount, position: Int64)] = []
        var committees: [(row: CommitteeVersion, position: Int64)] = []
        var holdings: [(row: PostHolding, position: Int64)] = []
        var duties: [(row: ReportingDuty, position: Int64)] = []
        for (change, position) in changes {
            switch change {
            case .unit(let version): units.append((version, position))
            case .members(let count): counts.append((count, position))
            case .committee(let version): committees.append((version, position))
            case .post(let holding): holdings.append((holding, position))
            case .source(let duty): duties.append((duty, position))
            }
        }
        var statements: [SQL] = []
        if !units.isEmpty { statements.append(self.insert(units, accepted: transaction.now)) }
        if !counts.isEmpty { statements.append(self.insert(counts, accepted: transaction.now)) }
        if !committees.isEmpty { statements.append(self.insert(committees, accepted: transaction.now)) }
        if !holdings.isEmpty { statements.append(self.insert(holdings, accepted: transaction.now)) }
        if !duties.isEmpty { statements.append(self.insert(duties, accepted: transaction.now)) }
        try await transaction.connection.queue(statements)
    }

    private static func insert(_ rows: [(row: UnitVersion, position: Int64)], accepted: Instant) -> SQL {
        """
        INSERT INTO unit (
            code, valid_from, valid_through, name, kind, category, parent, recorded, position, accepted)
        SELECT *, \(accepted) FROM unnest(\(rows.map(\.row.code)), \(rows.map(\.row.from)),
            \(rows.map(\.row.through)), \(rows.map(\.row.name)), \(rows.map(\.row.kind.rawValue)),
            \(rows.map(\.row.category?.rawValue)), \(rows.map(\.row.parent)), \(rows.map(\.row.recorded)),
            \(rows.map(\.position)))
        """
    }

    private static func insert(_ rows: [(row: MemberCount, position: Int64)], accepted: Instant) -> SQL {
        """
        INSERT INTO member_count (unit, valid_from, formal, probationary, recorded, position, accepted)
        SELECT *, \(accepted) FROM unnest(\(rows.map(\.row.unit)), \(rows.map(\.row.date)),
            \(rows.map { Int32($0.row.formal) }), \(rows.map { Int32($0.row.probationary) }),
            \(rows.map(\.row.recorded)), \(rows.map(\.position)))
        """
    }

    private static func insert(_ rows: [(row: CommitteeVersion, position: Int64)], accepted: Instant) -> SQL {
        """
        INSERT INTO committee (unit, valid_from, years, members, recorded, position, accepted)
        SELECT *, \(accepted) FROM unnest(\(rows.map(\.row.unit)), \(rows.map(\.row.date)),
            \(rows.map { $0.row.years.map(Int32.init) }), \(rows.map { Int32($0.row.members) }),
            \(rows.map(\.row.recorded)), \(rows.map(\.position)))
        """
    }

    private static func insert(_ rows: [(row: PostHolding, position: Int64)], accepted: Instant) -> SQL {
        """
        INSERT INTO post (unit, post, person, valid_from, valid_through, recorded, position, accepted)
        SELECT *, \(accepted) FROM unnest(\(rows.map(\.row.unit)), \(rows.map(\.row.post)),
            \(rows.map(\.row.person)), \(rows.map(\.row.from)), \(rows.map(\.row.through)),
            \(rows.map(\.row.recorded)), \(rows.map(\.position)))
        """
    }

    /// The kinds travel as one text each: an array of arrays would be unnested whole.
    private static func insert(_ rows: [(row: ReportingDuty, position: Int64)], accepted: Instant) -> SQL {
        """
        INSERT INTO reporting (
            source, unit, name, owner, kinds, every, valid_from, valid_through, recorded, position, accepted)
        SELECT source, unit, name, owner, string_to_array(kinds, ' '), every, valid_from, valid_through, recorded,
            position, \(accepted)
        FROM unnest(\(rows.map(\.row.source)), \(rows.map(\.row.unit)), \(rows.map(\.row.name)),
            \(rows.map(\.row.owner.description)),
            \(rows.map { $0.row.kinds.map(\.rawValue).sorted().joined(separator: " ") }),
            \(rows.map(\.row.every.description)), \(rows.map(\.row.from)), \(rows.map(\.row.through)),
            \(rows.map(\.row.recorded)), \(rows.map(\.position)))
            AS new (source, unit, name, owner, kinds, every, valid_from, valid_through, recorded, position)
        """
    }
}
