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
            into: """
                COPY dead_letter (lane, position, accepted, code, field, stage, source, event_id, unit, kind, occurred,
                    recorded, topic, partition, record_offset) FROM STDIN (FORMAT binary)
                """, from: encoder)
    }
}
