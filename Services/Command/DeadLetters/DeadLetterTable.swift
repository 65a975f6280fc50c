internal import Domain
internal import Facts
internal import Messages
internal import Postgres

/// Which letters are asked for; what is nil does not matter.
struct DeadLetterFilter {
    let code: String?
    let source: String?
    let unit: String?

    fileprivate var condition: SQL {
        """
        ended IS NULL AND code = coalesce(\(self.code), code)
            AND source IS NOT DISTINCT FROM coalesce(\(self.source), source)
            AND unit IS NOT DISTINCT FROM coalesce(\(self.unit), unit)
        """
    }
}

/// A refused record that nobody has dealt with yet, with what could be read of it.
struct OpenLetter: Hashable {
    let number: LetterNumber
    let code: String
    let field: String?
    let stage: String
    let source: String?
    let eventID: String?
    let unit: String?
    let kind: String?
    /// When what it speaks of took place.
    let occurred: Instant?
    let recorded: Instant
    let accepted: Instant
    let topic: String
    let partition: Int32
    let offset: Int64
}

/// The refused records, as the activity service publishes them.
enum DeadLetterTable {
    /// The columns of a letter.
    static let columns: SQL = """
        code, field, stage, source, event_id, unit, kind, occurred, recorded, accepted, topic, partition, record_offset,
        lane, position
        """

    /// The newest letters that fit, the newest last.
    static func open(
        _ filter: DeadLetterFilter, limit: Int, _ connection: Connection
    ) async throws -> [OpenLetter] {
        let rows = try await connection.run(
            """
            SELECT * FROM (
                SELECT \(Self.columns) FROM activity.dead_letter_v1 WHERE \(filter.condition)
                ORDER BY accepted DESC, lane DESC, position DESC LIMIT \(Int64(limit))) AS newest
            ORDER BY accepted, lane, position
            """)
        return try rows.map { try OpenLetter($0) }
    }

    /// How many letters fit.
    static func openCount(_ filter: DeadLetterFilter, _ connection: Connection) async throws -> Int {
        let rows = try await connection.run(
            "SELECT count(*) AS letters FROM activity.dead_letter_v1 WHERE \(filter.condition)")
        return Int(try rows[0].decode("letters", as: Int64.self))
    }
}

extension OpenLetter {
    init(_ row: Row) throws {
        let number = LetterNumber(
            lane: Int(try row.decode("lane", as: Int16.self)), position: try row.decode("position"))
        self.init(
            number: number, code: try row.decode("code"), field: try row.decode("field"),
            stage: try row.decode("stage"), source: try row.decode("source"), eventID: try row.decode("event_id"),
            unit: try row.decode("unit"),
            kind: try row.decode("kind"), occurred: try row.decode("occurred"), recorded: try row.decode("recorded"),
            accepted: try row.decode("accepted"), topic: try row.decode("topic"),
            partition: try row.decode("partition"), offset: try row.decode("record_offset"))
    }
}
