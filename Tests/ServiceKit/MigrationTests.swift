import Postgres
import Testing

@testable import ServiceKit

@Suite(.timeLimit(.minutes(1))) struct `A schema` {
    private static let units = Migration(
        1, "units", sql: "CREATE TABLE unit (code text PRIMARY KEY); INSERT INTO unit VALUES ('b-1');")
    private static let names = Migration(2, "names", resource: Array("ALTER TABLE unit ADD name text".utf8))
    private static let broken = Migration(3, "broken", sql: "CREATE TABLE half (x int);\nCREATE TABEL whole (x int);")

    private func schema(_ migrations: Migration...) -> DatabaseSchema {
        DatabaseSchema("registry", migrations: migrations)
    }

    private func withConnection(_ body: (Connection) async throws -> Void) async throws {
        try await ScratchDatabase.with { settings in
            let connection = try await Connection.connect(settings)
            defer { connection.close() }
            try await body(connection)
        }
    }

    @Test func `is made from nothing, and only once`() async throws {
        try await self.withConnection { connection in
            var told: [String] = []

            let first = try await self.schema(Self.units).migrate(on: connection)
            let second = try await self.schema(Self.units, Self.names).migrate(on: connection) { told.append($0.name) }
            let third = try await self.schema(Self.units, Self.names).migrate(on: connection)

            #expect(first == [Self.units])
            #expect(second == [Self.names])
            #expect(told == ["names"])
            #expect(third == [])
            let rows = try await connection.run("SELECT code, name FROM registry.unit")
            #expect(rows.count == 1)
            let record = try await connection.run(
                "SELECT number, name, applied FROM registry.schema_version ORDER BY 1")
            #expect(try record.map { try $0.decode("number", as: Int32.self) } == [1, 2])
            try await self.schema(Self.units, Self.names).requireCurrent(on: connection)
        }
    }

    @Test func `is left as it was by a migration that fails`() async throws {
        try await self.withConnection { connection in
            let error = await #expect(throws: MigrationError.self) {
                try await self.schema(Self.units, Self.names, Self.broken).migrate(on: connection)
            }

            #expect(error?.kind == .failed(number: 3))
            #expect(
                error?.description.hasPrefix(
                    "schema registry: migration 3 (broken) failed and was undone: postgres: syntax error") == true)
            #expect(try await connection.run("SELECT FROM registry.unit").count == 1)
            let half = try await connection.run("SELECT to_regclass('registry.half') IS NULL AS is_gone")[0]
            #expect(try half.decode("is_gone", as: Bool.self))
            try await self.schema(Self.units, Self.names).requireCurrent(on: connection)
        }
    }

    @Test func `refuses a migration that ends its transaction`() async throws {
        try await self.withConnection { connection in
            let sneaky = Migration(1, "sneaky", sql: "CREATE TABLE unit (code text); COMMIT;")

            let error = await #expect(throws: MigrationError.self) {
                try await self.schema(sneaky).migrate(on: connection)
            }

            #expect(error?.kind == .failed(number: 1))
            #expect(error?.description.contains("take COMMIT and ROLLBACK out of it") == true)
        }
    }

    @Test func `refuses a migration that was edited after it was applied`() async throws {
        try await self.withConnection { connection in
            try await self.schema(Self.units, Self.names).migrate(on: connection)
            let edited = Migration(1, "units", sql: Self.units.sql + " ")

            let error = await #expect(throws: MigrationError.self) {
                try await self.schema(edited, Self.names).migrate(on: connection)
            }

            #expect(error?.kind == .changed(number: 1))
        }
    }

    @Test func `is not touched by an older program`() async throws {
        try await self.withConnection { connection in
            try await self.schema(Self.units, Self.names).migrate(on: connection)

            let migrating = await #expect(throws: MigrationError.self) {
                try await self.schema(Self.units).migrate(on: connection)
            }
            let starting = await #expect(throws: MigrationError.self) {
                try await self.schema(Self.units).requireCurrent(on: connection)
            }

            #expect(migrating?.kind == .databaseIsNewer(version: 2))
            #expect(starting?.kind == .databaseIsNewer(version: 2))
            #expect(
                starting?.description
                    == "schema registry: the database is at version 2 and this program knows 1; use a newer program")
        }
    }

    @Test func `must be there before a service starts`() async throws {
        try await self.withConnection { connection in
            let schema = self.schema(Self.units, Self.names)
            let empty = await #expect(throws: MigrationError.self) { try await schema.requireCurrent(on: connection) }
            try await self.schema(Self.units).migrate(on: connection)
            let half = await #expect(throws: MigrationError.self) { try await schema.requireCurrent(on: connection) }

            #expect(empty?.kind == .databaseIsOlder(version: 0))
            #expect(
                half?.description == "schema registry: the database is at version 1 and this program needs 2; "
                    + "run 'guoying migrate'")
            #expect(half?.exitCode == .failure)
        }
    }

    @Test func `may not have a gap`() async throws {
        try await self.withConnection { connection in
            try await self.schema(Self.units, Self.names).migrate(on: connection)
            try await connection.run("DELETE FROM registry.schema_version WHERE number = 1")

            let error = await #expect(throws: MigrationError.self) {
                try await self.schema(Self.units, Self.names).migrate(on: connection)
            }

            #expect(error?.kind == .missing(number: 1))
        }
    }

    @Test func `is migrated once, whoever comes at the same time`() async throws {
        try await ScratchDatabase.with { settings in
            let schema = self.schema(Self.units, Self.names)

            let applied = try await withThrowingTaskGroup(of: [Migration].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let connection = try await Connection.connect(settings)
                        defer { connection.close() }
                        return try await schema.migrate(on: connection)
                    }
                }
                var applied: [Int] = []
                while let migrations = try await group.next() { applied += migrations.map(\.number) }
                return applied
            }

            #expect(applied.sorted() == [1, 2])
        }
    }

    @Test func `is not waited for without end`() async throws {
        try await ScratchDatabase.with { settings in
            let holder = try await Connection.connect(settings)
            var impatient = settings
            impatient.session["lock_timeout"] = "50ms"
            let connection = try await Connection.connect(impatient)

            try await holder.transaction { transaction in
                try await transaction.run(
                    "SELECT pg_advisory_xact_lock(\(DatabaseSchema.lock), hashtext(\("registry")))")
                let error = await #expect(throws: MigrationError.self) {
                    try await self.schema(Self.units).migrate(on: connection)
                }

                #expect(error?.kind == .busy)
            }
            connection.close()
            holder.close()
        }
    }

    @Test func `has its own migrations beside another's`() async throws {
        try await self.withConnection { connection in
            try await self.schema(Self.units).migrate(on: connection)
            try await DatabaseSchema("activity", migrations: [Self.units, Self.names]).migrate(on: connection)

            try await self.schema(Self.units).requireCurrent(on: connection)
            try await DatabaseSchema("activity", migrations: [Self.units, Self.names]).requireCurrent(on: connection)
            let path = try await connection.run("SHOW search_path")[0]
            #expect(try path.decode(0, as: String.self).contains("public"))
        }
    }
}

@Suite struct `An error of the database` {
    @Test func `decides how the program ends`() async throws {
        let nowhere = try DatabaseSettings("postgresql://postgres@127.0.0.1:1/postgres")

        let unreachable = await #expect(throws: DatabaseError.self) { _ = try await Connection.connect(nowhere) }
        let misconfigured = #expect(throws: DatabaseError.self) { try DatabaseSettings("postgresql://[") }

        #expect(unreachable.map(ExitCode.of) == .unreachable)
        #expect(misconfigured.map(ExitCode.of) == .validationFailure)
    }
}
