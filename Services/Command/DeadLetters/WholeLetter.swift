internal import Domain
internal import Facts
internal import Messages
internal import Pipeline
internal import Postgres

/// A refused record with all that its letter carries.
struct WholeLetter {
    let letter: OpenLetter
    /// When it was refused; later than it was taken in where it waited before.
    let refused: Instant
    /// How it was ended; nil while it is open.
    let ending: LetterEnding?
    let key: [UInt8]?
    let headers: [JournalHeader]
    let value: [UInt8]?

    /// Reads a letter; nil where there is none of that number.
    static func read(_ number: LetterNumber, on connection: Connection) async throws -> WholeLetter? {
        let (lane, position) = (Int16(number.lane), number.position)
        let rows = try await connection.run(
            """
            SELECT letter.*, entry.accepted AS refused, entry.key, entry.headers, entry.value,
                ending.type AS ending_type, ending.headers AS ending_headers, ending.value AS ending_value
            FROM (SELECT \(DeadLetterTable.columns), ended, ended_position FROM activity.dead_letter_v1
                WHERE lane = \(lane) AND position = \(position)) AS letter
            CROSS JOIN (SELECT accepted, key, headers, value FROM activity.journal_v1
                WHERE lane = \(lane) AND position = \(position)) AS entry
            LEFT JOIN LATERAL (SELECT type, headers, value FROM activity.journal_v1
                WHERE lane = \(lane) AND position = letter.ended_position OFFSET 0) AS ending ON true
            """)
        guard let row = rows.first else { return nil }
        let headers = try row.decode("headers", as: JSONText?.self)
        return WholeLetter(
            letter: try OpenLetter(row), refused: try row.decode("refused"),
            ending: try LetterEnding(row), key: try row.decode("key"),
            headers: try headers.map { try JournalHeaders(json: $0.bytes).read() } ?? [], value: try row.decode("value")
        )
    }

    /// Everything under labels, for people, and last the value as it came, whatever its length.
    var text: String {
        var lines = LabelledLines()
        let letter = self.letter
        lines.line("dead letter \(letter.number)")
        lines.add("code", letter.code)
        lines.add("field", letter.field)
        lines.add("stage", letter.stage)
        lines.add("source", letter.source)
        lines.add("id", letter.eventID)
        lines.add("unit", letter.unit)
        lines.add("kind", letter.kind)
        lines.add("occurred", letter.occurred?.description)
        lines.add("recorded", letter.recorded.description)
        lines.add("lay at", "\(letter.topic)/\(letter.partition)/\(letter.offset)")
        lines.add("taken in", letter.accepted.description)
        lines.add("refused", self.refused.description)
        lines.add(self.ending?.label ?? "dealt with", self.ending?.text ?? "not yet")
        lines.add("key", self.key.map(Self.shown))
        let own = self.headers.filter { !$0.name.hasPrefix("dlq-") }
        lines.add("headers", own.map { "\(Self.shown(Array($0.name.utf8))): \($0.value.map(Self.shown) ?? "null")" })
        lines.add("size", self.header("dlq-size").map { "\($0) bytes" })
        lines.add("sha256", self.header("dlq-sha256"))
        guard let value else {
            lines.add("value", "none")
            return lines.text
        }
        lines.add("value", self.isTruncated ? "the beginning, as it came:" : "as it came:")
        return lines.text + Self.shown(value) + "\n"
    }

    /// Whether the value is only the beginning of what was sent.
    var isTruncated: Bool { self.header("dlq-truncated") == "true" }

    private func header(_ name: String) -> String? {
        self.headers.first { $0.name == name }?.value.map(Self.shown)
    }

    /// What others sent, as text that does nothing to a terminal: what is not UTF-8 is repaired, and what controls a
    /// terminal is shown by its number.
    private static func shown(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.unicodeScalars.reduce(into: "") { shown, scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator:
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
    }
}
