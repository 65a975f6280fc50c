public import Postgres

/// One schema of the database, and the migrations that make it what the program needs.
public struct DatabaseSchema: Sendable {
    /// Its name.
    public let name: String
    /// Numbered from 1 on without gaps.
    public let migrations: [Migration]

    /// The version that the program needs: the last migration's number.
    public var version: Int { self.migrations.count }

    /// What all migrations of the product take the lock of a schema by.
    static let lock: Int32 = 0x4759_0001

    /// A schema; the migrations are numbered from 1 on without gaps.
    public init(_ name: String, migrations: [Migration]) {
        precondition(name.utf8.allSatisfy { $0 == 0x5F || (0x61...0x7A).contains($0) }, "\(name) needs no quotes")
        precondition(migrations.map(\.number) == Array(1..<(migrations.count + 1)), "\(name) has gaps")
        self.name = name
        self.migrations = migrations
    }

    /// Applies what is not applied yet, each migration in a transaction of its own, and returns what it applied.
    ///
    /// Several programs may do so at once: one works, the others wait and find it done.
    ///
    /// - Parameter log: Is told of each migration when it is applied.
    /// - Throws: ``MigrationError``, or `DatabaseError` where the database cannot be spoken with.
    @discardableResult
    public func migrate(
        on connection: Connection, log: (Migration) -> Void = { _ in }
    ) async throws -> [Migration] {
        var applied: [Migration] = []
        while let migration = try await self.applyNext(on: connection) {
            log(migration)
            applied.append(migration)
        }
        return applied
    }

    /// Throws unless the database has exactly the version that the program needs.
    ///
    /// - Throws: ``MigrationError``, or `DatabaseError` where the database cannot be spoken with.
    public func requireCurrent(on connection: Connection) async throws {
        let version = try await self.appliedVersion(on: connection)
        if version < self.version {
            throw MigrationError(
                self.name, .databaseIsOlder(version: version),
                "the database is at version \(version) and this program needs \(self.version); run 'guoying migrate'")
        }
        if version > self.version {
            throw MigrationError(
                self.name, .databaseIsNewer(version: version),
                "the database is at version \(version) and this program knows \(self.version); use a newer program")
        }
    }

    /// The last migration that was applied; 0 where there was none.
    private func appliedVersion(on connection: Connection) async throws -> Int {
        do {
            let rows = try await connection.run(
                "SELECT coalesce(max(number), 0) AS version FROM \(identifier: self.name).schema_version")
            return Int(try rows[0].decode("version", as: Int32.self))
        } catch {
            guard error.sqlState == .undefinedTable else { throw error }
            return 0
        }
    }

    /// Applies the first migration that is not applied, alone with the schema; nil where all are.
    private func applyNext(on connection: Connection) async throws -> Migration? {
        try await connection.transaction { transaction in
            try await self.lock(in: transaction)
            try await self.prepare(in: transaction)
            let plan = try MigrationPlan(self.name, try await self.steps(in: transaction))
            guard plan.version < self.migrations.count else { return nil }
            let migration = self.migrations[plan.version]
            try await self.apply(migration, in: transaction)
            return migration
        }
    }

    private func lock(in transaction: Connection) async throws {
        do {
            try await transaction.run("SELECT pg_advisory_xact_lock(\(Self.lock), hashtext(\(self.name)))")
        } catch {
            guard error.sqlState == .lockNotAvailable else { throw error }
            throw MigrationError(
                self.name, .busy, "another program has been migrating it for a while; see what it does, then try again")
        }
        // A migration takes the time it takes, and what it makes belongs to its schema.
        try await transaction.run("SET LOCAL statement_timeout = 0")
        try await transaction.run("SET LOCAL search_path = \(identifier: self.name)")
    }

    /// Makes the schema and its record of migrations, where they are not there; asked for first, because a role may own
    /// a schema that it could not create.
    private func prepare(in transaction: Connection) async throws {
        let rows = try await transaction.run(
            """
            SELECT to_regnamespace(\(self.name)) IS NOT NULL AS has_schema,
                   to_regclass(\(self.name + ".schema_version")) IS NOT NULL AS has_record
            """)
        if try !rows[0].decode("has_schema", as: Bool.self) {
            try await transaction.run("CREATE SCHEMA \(identifier: self.name)")
        }
        if try !rows[0].decode("has_record", as: Bool.self) {
            try await transaction.run(
                """
                CREATE TABLE \(identifier: self.name).schema_version (
                    number integer CONSTRAINT schema_version_number_key PRIMARY KEY,
                    name text NOT NULL,
                    checksum text NOT NULL,
                    applied timestamptz NOT NULL DEFAULT clock_timestamp())
                """)
        }
    }

    /// What the database has beside what we have; it computes the checksums of both.
    private func steps(in transaction: Connection) async throws -> [MigrationPlan.Step] {
        let rows = try await transaction.run(
            """
            SELECT coalesce(applied.number, known.number::integer) AS number, applied.checksum AS applied,
                   encode(sha256(convert_to(known.sql, 'UTF8')), 'hex') AS known
            FROM \(identifier: self.name).schema_version AS applied
            FULL JOIN unnest(\(self.migrations.map(\.sql))::text[]) WITH ORDINALITY AS known (sql, number)
                ON known.number = applied.number
            ORDER BY 1
            """)
        return try rows.map { row in
            MigrationPlan.Step(
                number: Int(try row.decode("number", as: Int32.self)), applied: try row.decode("applied"),
                known: try row.decode("known"))
        }
    }

    private func apply(_ migration: Migration, in transaction: Connection) async throws {
        func failure(_ reason: String) -> MigrationError {
            MigrationError(
                self.name, .failed(number: migration.number),
                "migration \(migration.number) (\(migration.name)) failed and was undone: \(reason)")
        }
        do {
            try await transaction.script(migration.sql)
        } catch {
            guard error.sqlState != nil, error.kind != .disconnected else { throw error }
            throw failure(error.description)
        }
        guard transaction.transactionStatus == .inTransaction else {
            throw failure("it ends the transaction it runs in; take COMMIT and ROLLBACK out of it")
        }
        try await transaction.run(
            """
            INSERT INTO \(identifier: self.name).schema_version (number, name, checksum)
            VALUES (\(Int32(migration.number)), \(migration.name),
                    encode(sha256(convert_to(\(migration.sql), 'UTF8')), 'hex'))
            """)
    }
}
