internal import Domain
internal import Facts
internal import JSON
internal import Messages
internal import Pipeline
internal import Postgres

/// Imports under way, and their rows.
enum ImportTable {
    /// Asks which of these imports are open.
    static func open(_ keys: [ImportKey]) -> SQL {
        """
        SELECT source, id, row_count, part_count FROM import
        WHERE (source, id) IN (SELECT * FROM unnest(\(keys.map(\.source)), \(keys.map(\.id))))
        """
    }

    /// What `open` answers.
    static func open(_ rows: Rows) throws -> [ImportKey: ImportStaging.Open] {
        var imports: [ImportKey: ImportStaging.Open] = [:]
        for row in rows {
            let key = ImportKey(source: try row.decode("source"), id: try row.decode("id"))
            imports[key] = ImportStaging.Open(
                rowCount: Int(try row.decode("row_count", as: Int32.self)),
                storedParts: Int(try row.decode("part_count", as: Int32.self)), isStored: true)
        }
        return imports
    }

    /// How many parts are read at once. Reading rows takes time, and a session that sits idle in a transaction for long
    /// is ended, because it might be that of a process that was stopped.
    private static let partsAtOnce: Int32 = 10

    /// The parts of an import that were stored by earlier batches, in the order in which they came.
    static func parts(of key: ImportKey, in transaction: Transaction) async throws -> [ImportRows] {
        var parts: [ImportRows] = []
        var reader = DocumentReader()
        while true {
            let rows = try await transaction.connection.run(
                """
                SELECT content FROM import_part
                WHERE source = \(key.source) AND import = \(key.id) AND number > \(Int32(parts.count))
                ORDER BY number LIMIT \(self.partsAtOnce)
                """)
            for row in rows {
                parts.append(
                    try reader.read(try row.decode("content", as: [UInt8].self)) { try ImportRows(storedData: $0) })
            }
            if rows.count < self.partsAtOnce { return parts }
        }
    }

    /// Writes what a batch has changed: imports that ended are forgotten with their parts, the others are kept.
    static func store(_ staging: ImportStaging, in transaction: Transaction) async throws {
        let ended = staging.ended.sorted()
        let open = staging.open.filter { !$0.value.isStored || !$0.value.freshParts.isEmpty }
            .sorted { $0.key < $1.key }
        let parts = open.flatMap { key, open in
            open.freshParts.enumerated().map {
                (key: key, number: Int32(open.storedParts + $0.offset + 1), content: $0.element)
            }
        }
        var statements: [SQL] = []
        if !ended.isEmpty {
            statements.append(
                """
                DELETE FROM import
                WHERE (source, id) IN (SELECT * FROM unnest(\(ended.map(\.source)), \(ended.map(\.id))))
                """)
        }
        if !open.isEmpty {
            statements.append(
                """
                INSERT INTO import (source, id, row_count, part_count, begun)
                SELECT *, \(transaction.now) FROM unnest(\(open.map(\.key.source)), \(open.map(\.key.id)),
                    \(open.map { Int32($0.value.rowCount) }),
                    \(open.map { Int32($0.value.storedParts + $0.value.freshParts.count) }))
                ON CONFLICT (source, id) DO UPDATE
                SET row_count = excluded.row_count, part_count = excluded.part_count
                """)
        }
        if !parts.isEmpty {
            statements.append(
                """
                INSERT INTO import_part (source, import, number, content)
                SELECT * FROM unnest(\(parts.map(\.key.source)), \(parts.map(\.key.id)), \(parts.map(\.number)),
                    \(parts.map(\.content)))
                """)
        }
        try await transaction.connection.queue(statements)
    }

    /// Forgets imports that began before an instant and were never committed.
    static func forget(begunBefore instant: Instant, in transaction: Transaction) async throws {
        try await transaction.connection.run("DELETE FROM import WHERE begun <= \(instant)")
    }
}

extension ImportRows {
    /// Reads a part as it was stored: the data of its command.
    fileprivate init(storedData data: Element) throws {
        guard case .importRows(let rows) = try RegistryCommand.read(data, type: 1) else { throw Fault(.internal) }
        self = rows
    }
}
