internal import Domain
internal import Facts
internal import Messages
internal import Pipeline
internal import Postgres

/// SQL of the records that were refused.
enum LetterTable {
    /// Writes letters, each with the place of its entry.
    static func copy(_ letters: [(Letter, JournalNumber)], on connection: Connection) async throws {
        guard !letters.isEmpty else { return }
        var encoder = CopyEncoder()
        for (letter, number) in letters {
            encoder.beginRow(columns: 15)
            encoder.append(Int16(number.lane))
            encoder.append(number.position)
            encoder.append(letter.accepted)
            encoder.append(letter.fault.code.rawValue)
            encoder.append(letter.fault.field.isEmpty ? nil : letter.fault.field)
            encoder.append(letter.fault.stage.rawValue)
            encoder.append(letter.glance.source)
            encoder.append(letter.glance.id)
            encoder.append(letter.glance.unit)
            encoder.append(letter.glance.kind)
            encoder.append(letter.glance.occurred)
            encoder.append(letter.recorded)
            encoder.append(letter.record.origin.topic)
            encoder.append(letter.record.origin.partition)
            encoder.append(letter.record.origin.offset)
        }
        try await connection.copy(
            encoder,
            into: """
                dead_letter (lane, position, accepted, code, field, stage, source, event_id, unit, kind, occurred,
                    recorded, topic, partition, record_offset)
                """)
    }

    /// Locks letters until COMMIT, in a fixed order, and says what is known of them.
    static func lock(
        _ letters: [LetterNumber], on connection: Connection
    ) async throws -> [LetterNumber: KnownLetter] {
        guard !letters.isEmpty else { return [:] }
        let rows = try await connection.run(
            """
            SELECT lane, position, code, unit, kind, ended FROM dead_letter
            WHERE (lane, position) IN (
                SELECT * FROM unnest(\(letters.map { Int16($0.lane) })::smallint[],
                    \(letters.map(\.position))::bigint[]))
            ORDER BY lane, position FOR UPDATE
            """)
        var known: [LetterNumber: KnownLetter] = [:]
        for row in rows {
            let number = LetterNumber(
                lane: Int(try row.decode("lane", as: Int16.self)), position: try row.decode("position"))
            known[number] = KnownLetter(
                code: try row.decode("code"), unit: try row.decode("unit"), kind: try row.decode("kind"),
                ended: try row.decode("ended"))
        }
        return known
    }

    /// Ends letters, each by the entry at a position of its own lane.
    static func end(
        _ letters: [(letter: LetterNumber, position: Int64)], at instant: Instant, on connection: Connection
    ) async throws {
        guard !letters.isEmpty else { return }
        try await connection.queue([
            """
            UPDATE dead_letter SET ended = \(instant), ended_position = new.ended_position
            FROM unnest(\(letters.map { Int16($0.letter.lane) })::smallint[],
                \(letters.map(\.letter.position))::bigint[], \(letters.map(\.position))::bigint[])
                AS new (lane, position, ended_position)
            WHERE dead_letter.lane = new.lane AND dead_letter.position = new.position
            """
        ])
    }
}
