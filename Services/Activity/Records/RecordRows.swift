internal import Crypto
internal import Domain
internal import Facts
internal import JSON
internal import Messages
internal import Pipeline
internal import Postgres

/// Rows on their way into the table of records.
struct RecordRows {
    private var encoder: CopyEncoder
    private var detail = JSONWriter()

    init(reservingCapacity count: Int) { self.encoder = CopyEncoder(reservingCapacity: count * 200) }

    /// The only row of a record that has just come, brought by the entry of that number.
    mutating func append(_ held: ActivityEvent.Held, of fact: Fact, at number: JournalNumber) {
        self.begin(unit: held.unit.rawValue, held.startedAt, held.kind, fact.message.identity)
        self.end(1, .held, recorded: fact.recorded, accepted: fact.accepted, number, held.detail)
    }

    /// A row of a record, brought by the entry of that number.
    mutating func append(_ row: RecordRow, of record: Digest16, at number: JournalNumber) {
        self.begin(unit: row.place.unit, row.place.occurred, row.kind, record)
        self.end(row.revision, row.state, recorded: row.recorded, accepted: row.accepted, number, row.detail)
    }

    private mutating func begin(unit: String, _ occurred: Instant, _ kind: ActivityKind, _ record: Digest16) {
        self.encoder.beginRow(columns: 11)
        self.encoder.append(unit)
        self.encoder.append(occurred)
        self.encoder.append(kind.rawValue)
        self.encoder.append(record)
    }

    private mutating func end(
        _ revision: Int32, _ state: RecordState, recorded: Instant, accepted: Instant, _ number: JournalNumber,
        _ detail: ActivityDetail?
    ) {
        self.encoder.append(revision)
        self.encoder.append(state.rawValue)
        self.encoder.append(recorded)
        self.encoder.append(accepted)
        self.encoder.append(Int16(number.lane))
        self.encoder.append(number.position)
        guard let detail, !detail.isEmpty else { return self.encoder.appendNull() }
        self.detail.removeAll()
        detail.write(to: &self.detail)
        self.encoder.append(field: self.detail.bytes)
    }

    /// Writes the rows.
    func copy(on connection: Connection) async throws {
        guard self.encoder.rowCount > 0 else { return }
        try await connection.copy(
            self.encoder,
            into: """
                record (unit, occurred, kind, record, revision, state, recorded, accepted, lane, position, detail)
                """)
    }
}
