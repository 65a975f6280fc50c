import Kit
import Postgres
import Testing

/// Something that somebody with all rights over the database has done to it behind the services' backs.
struct Tampering: Sendable, CustomTestStringConvertible {
    /// What was done.
    let testDescription: String
    /// The table that it was done to, with its schema.
    let (schema, table): (String, String)
    /// What was done.
    let statement: SQL
    /// Where `place` shows; it answers with one text, the beginning of the line that must be told.
    let place: SQL
    /// What the line must say as well.
    let word: String
    /// Whether only a rebuild shows it.
    let needsRebuild: Bool

    init(
        _ name: String, of table: (String, String), _ statement: SQL, at place: SQL, saying word: String,
        rebuild needsRebuild: Bool = false
    ) {
        self.testDescription = name
        (self.schema, self.table) = table
        self.statement = statement
        self.place = place
        self.word = word
        self.needsRebuild = needsRebuild
    }

    /// The first that fits, as `verify` names places.
    static func place(_ service: String, _ source: SQL) -> SQL {
        """
        SELECT \(service) || ' lane ' || lane || ' position ' || position || ': ' FROM (\(source)) AS found
        ORDER BY lane, position LIMIT 1
        """
    }

    /// Does it for the length of `body`, to which it lends the beginning of the line that must be told, and undoes it.
    func doing(on database: ScratchDatabase, _ body: (_ place: String) async throws -> Void) async throws {
        let place = try await database.run(self.place)
        let text = try #require(try place.first?.decode(0, as: String.self), "nothing to tamper with")
        _ = try await database.run(
            "CREATE TABLE saved AS SELECT * FROM \(identifier: self.schema).\(identifier: self.table)")
        _ = try await database.run(self.statement)
        try await body(text)
        _ = try await database.run("TRUNCATE \(identifier: self.schema).\(identifier: self.table)")
        _ = try await database.run(
            """
            INSERT INTO \(identifier: self.schema).\(identifier: self.table) OVERRIDING SYSTEM VALUE
            SELECT * FROM saved
            """)
        _ = try await database.run("DROP TABLE saved")
    }
}
