import Domain
import Facts
import Kit
import Messages
import Postgres
import Testing

@testable import Pipeline
@testable import Registry

@Suite(.timeLimit(.minutes(1))) struct `Contacts` {
    private static let operatorRole = "guoying_operator"

    @discardableResult
    private func keep(
        _ rows: [(person: String, mobile: String?, recorded: String?)], in database: ScratchDatabase,
        as role: String = Self.operatorRole
    ) async throws -> [Int32] {
        try await database.connected(as: role) { connection in
            let answer = try await connection.run(
                """
                SELECT added, changed, unchanged FROM registry.keep_contacts(
                    \(rows.map(\.person)), \(rows.map { "name of \($0.person)" }), \(rows.map(\.mobile)),
                    \(rows.map { _ in String?.none }), \(try rows.map { try $0.recorded.map { try Instant.at($0) } }),
                    'import i')
                """)
            return try ["added", "changed", "unchanged"].map { try answer[0].decode($0) }
        }
    }

    @Test(arguments: [
        "guoying_registry", "guoying_activity", "guoying_supervision", "guoying_notification", "guoying_reader",
    ])
    func `are seen and changed by no service and no reader`(role: String) async throws {
        try await RegistryOnDatabase.lending { registry in
            try await self.keep([("p-1", "12345", nil)], in: registry.database)

            let statements: [SQL] = [
                "SELECT * FROM registry.person", "DELETE FROM registry.person", "SELECT * FROM registry.contact_access",
                "SELECT * FROM registry.read_contacts('{p-1}', 'curiosity')",
                "SELECT * FROM registry.keep_contacts('{p-1}', '{x}', '{null}', '{null}', '{null}', 'mischief')",
                "SELECT registry.log_contact_access('read', 'noise', '{}')",
            ]
            for statement in statements {
                let error = await #expect(throws: DatabaseError.self) {
                    try await registry.database.connected(as: role) { try await $0.run(statement) }
                }
                #expect(error?.sqlState == .insufficientPrivilege, "\(role): \(statement)")
            }
        }
    }

    @Test func `are kept by an operator, who does not read them`() async throws {
        try await RegistryOnDatabase.lending { registry in
            #expect(
                try await self.keep([("p-1", "12345", nil), ("p-2", nil, nil)], in: registry.database) == [2, 0, 0])

            for statement: SQL in [
                "SELECT * FROM registry.person", "SELECT * FROM registry.read_contacts('{p-1}', 'curiosity')",
            ] {
                await #expect(throws: DatabaseError.self) {
                    try await registry.database.connected(as: Self.operatorRole) { try await $0.run(statement) }
                }
            }
            let log = try await registry.database.connected(as: Self.operatorRole) {
                try await $0.run("SELECT role, act, purpose, persons FROM registry.contact_access")
            }
            #expect(try log[0].decode("role", as: String.self) == Self.operatorRole)
            #expect(try log[0].decode("purpose", as: String.self) == "import i")
            #expect(try log[0].decode("persons", as: [String].self) == ["p-1", "p-2"])
        }
    }

    @Test func `are read for a purpose that is written down`() async throws {
        try await RegistryOnDatabase.lending { registry in
            try await self.keep([("p-1", "12345", nil)], in: registry.database)

            try await registry.database.connected { connection in
                try await connection.run("SET ROLE guoying_contacts")
                let rows = try await connection.run(
                    "SELECT person, name, mobile FROM registry.read_contacts('{p-1,p-9}', 'alert al-1')")
                #expect(try rows.decode("mobile", as: String.self) == ["12345"])
                let error = await #expect(throws: DatabaseError.self) {
                    try await connection.run("SELECT * FROM registry.read_contacts('{p-1}', ' ')")
                }
                #expect(error?.sqlState?.rawValue == "GY003")
            }

            let log = try await registry.database.run(
                "SELECT persons FROM registry.contact_access WHERE act = 'read' AND purpose = 'alert al-1'")
            #expect(try log[0].decode("persons", as: [String].self) == ["p-1", "p-9"])
            #expect(log.count == 1)
        }
    }

    @Test func `change only where they differ, and not back to what was recorded before`() async throws {
        try await RegistryOnDatabase.lending { registry in
            let steps: [(rows: [(person: String, mobile: String?, recorded: String?)], changes: [Int32])] = [
                ([("p-1", "11111", "2021-03-01")], [1, 0, 0]),
                ([("p-1", "22222", "2021-02-01")], [0, 0, 1]),
                ([("p-1", "22222", "2021-04-01")], [0, 1, 0]),
                ([("p-1", "33333", nil), ("p-2", nil, nil)], [1, 1, 0]),
                ([("p-1", "33333", nil)], [0, 0, 1]),
                // What claims to come from the future does not bar what comes tomorrow.
                ([("p-1", "44444", "2999-01-01")], [0, 1, 0]),
                ([("p-1", "55555", nil)], [0, 1, 0]),
            ]
            for step in steps {
                let changes = try await self.keep(step.rows, in: registry.database)
                #expect(changes == step.changes, "\(step.rows)")
            }
        }
    }

    @Test func `that change are told in the journal by the ids of their persons alone`() async throws {
        try await RegistryOnDatabase.lending { registry in
            let store = DueStore(pool: registry.pool, clock: registry.clock)
            let handler = ContactChanges(topics: registry.desk.topics)
            try await self.keep([("p-1", "12345", nil), ("p-2", nil, nil)], in: registry.database)
            try await self.keep([("p-2", "54321", nil)], in: registry.database)

            #expect(try await store.drain(handler, limit: 10) == 2)
            try await self.keep([("p-1", "12345", nil)], in: registry.database)
            #expect(try await store.drain(handler, limit: 10) == 0)

            let entries = try await registry.database.run(
                "SELECT type, key, convert_from(value, 'UTF8') AS value FROM registry.journal_v1 ORDER BY position")
            #expect(try entries.decode("value", as: String.self) == [#"{"person":"p-1"}"#, #"{"person":"p-2"}"#])
            #expect(try entries[0].decode("type", as: String.self) == "guoying.registry.contact-changed.v1")
            #expect(try entries[0].decode("key", as: [UInt8]?.self) == nil)
        }
    }

    @Test func `are not told of where they were taken back`() async throws {
        try await RegistryOnDatabase.lending { registry in
            try await registry.database.connected(as: Self.operatorRole) { connection in
                try await connection.run("BEGIN")
                try await connection.run(
                    "SELECT * FROM registry.keep_contacts('{p-1}', '{x}', '{null}', '{null}', '{null}', 'import i')")
                try await connection.run("ROLLBACK")
            }

            let store = DueStore(pool: registry.pool, clock: registry.clock)
            #expect(try await store.drain(ContactChanges(topics: registry.desk.topics), limit: 10) == 0)
            #expect(try await registry.database.count("SELECT count(*) FROM registry.person") == 0)
        }
    }
}
