internal import Postgres

/// Why a schema cannot be brought, or used, as the program knows it; in one line, with what to do.
public struct MigrationError: ExitCodeError, CustomStringConvertible {
    /// What is wrong with a schema.
    public enum Kind: Sendable, Equatable {
        /// The database has migrations that the program does not know.
        case databaseIsNewer(version: Int)
        /// The program has migrations that the database does not: they must be applied first.
        case databaseIsOlder(version: Int)
        /// A migration was applied with another text than the program has.
        case changed(number: Int)
        /// A migration is not applied although a later one is.
        case missing(number: Int)
        /// A migration was refused by the database and undone.
        case failed(number: Int)
        /// Somebody else has been migrating the schema for too long.
        case busy
    }

    /// The schema.
    public let schema: String
    /// What is wrong with it.
    public let kind: Kind
    /// The line.
    public let description: String

    init(_ schema: String, _ kind: Kind, _ message: String) {
        self.schema = schema
        self.kind = kind
        self.description = "schema \(schema): \(message)"
    }

    /// Always ``ExitCode/failure``.
    public var exitCode: ExitCode { .failure }
}
