internal import Domain
internal import Facts
internal import Postgres

/// The sources that the register knows.
enum SourceTable {
    /// All sources that were ever expected to report.
    static func all(on connection: Connection) async throws -> [SourceName] {
        try await connection.run("SELECT DISTINCT source FROM registry.reporting_v1 ORDER BY source").decode("source")
    }

    /// The units for whose subtrees a source was ever expected to report.
    static func units(of source: SourceName, on connection: Connection) async throws -> [UnitCode] {
        try await connection.run(
            "SELECT DISTINCT unit FROM registry.reporting_v1 WHERE source = \(source) ORDER BY unit"
        ).decode("unit")
    }
}
