public import Domain
internal import Postgres

/// An entry as it stands in a journal.
public struct JournaledEntry: Sendable {
    /// Where it stands.
    public let number: JournalNumber
    /// When it was accepted.
    public let accepted: Instant
    /// What it says.
    public let entry: JournalEntry
    /// The SHA-256 that was written beside it, and that the lane's chain covers.
    public let digest: [UInt8]

    /// The columns that are read, in their order: found by number, because a relay reads millions of rows.
    static let columns: SQL = "lane, position, accepted, topic, key, type, source, id, cause, headers, value, digest"

    /// Reads a row that begins with ``columns``.
    init(_ row: Row) throws {
        self.number = JournalNumber(lane: Int(try row.decode(0, as: Int16.self)), position: try row.decode(1))
        self.accepted = Instant(microseconds: try row.decode(2, as: Timestamp.self).microseconds)
        self.digest = try row.decode(11)
        var entry = JournalEntry(
            topic: try row.decode(3), lane: self.number.lane, key: try row.decode(4, as: [UInt8]?.self),
            type: try row.decode(5), value: try row.decode(10, as: [UInt8]?.self))
        entry.source = try row.decode(6, as: String?.self)
        entry.id = try row.decode(7, as: String?.self)
        entry.cause = try row.decode(8, as: String?.self)
        if let headers = try row.decode(9, as: JSONText?.self) { entry.headers = JournalHeaders(json: headers.bytes) }
        self.entry = entry
    }

    /// The source that readers of the topic see.
    public func source(of service: String) -> String { self.entry.source ?? "/guoying/\(service)" }

    /// The id that readers of the topic see.
    public var id: String { self.entry.id ?? "\(self.number.lane)-\(self.number.position)" }
}
