public import Domain
internal import JSON
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

    init(_ row: Row) throws {
        let headers = try row.decode("headers", as: JSONText?.self)
        try self.init(row, headers: try headers.map { try [JournalHeader](json: $0.bytes) } ?? [])
    }

    /// An entry that is to be checked: headers that nobody can read any more are left out, and the digest says so.
    init(doubted row: Row) throws {
        do { try self.init(row) } catch is JSONError { try self.init(row, headers: []) }
    }

    private init(_ row: Row, headers: [JournalHeader]) throws {
        self.number = JournalNumber(
            lane: Int(try row.decode("lane", as: Int16.self)), position: try row.decode("position"))
        self.accepted = Instant(microseconds: try row.decode("accepted", as: Timestamp.self).microseconds)
        self.digest = try row.decode("digest")
        var entry = JournalEntry(
            topic: try row.decode("topic"), lane: self.number.lane, key: try row.decode("key", as: [UInt8]?.self),
            type: try row.decode("type"), value: try row.decode("value", as: [UInt8]?.self))
        entry.source = try row.decode("source", as: String?.self)
        entry.id = try row.decode("id", as: String?.self)
        entry.cause = try row.decode("cause", as: String?.self)
        entry.headers = headers
        self.entry = entry
    }

    /// The source that readers of the topic see.
    public func source(of service: String) -> String { self.entry.source ?? "/guoying/\(service)" }

    /// The id that readers of the topic see.
    public var id: String { self.entry.id ?? "\(self.number.lane)-\(self.number.position)" }
}
