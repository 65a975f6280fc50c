internal import Postgres

/// An entry as it goes out.
struct RelayEntry: Publishable {
    let lane: Int
    let position: Int64
    let topic: String
    let key: [UInt8]?
    let type: String
    let source: String?
    let id: String?
    let cause: String?
    let headers: [JournalHeader]
    let value: [UInt8]?
    let digest: [UInt8]

    init(_ row: Row) throws {
        self.lane = Int(try row.decode("lane", as: Int16.self))
        self.position = try row.decode("position")
        self.topic = try row.decode("topic")
        self.key = try row.decode("key", as: [UInt8]?.self)
        self.type = try row.decode("type")
        self.source = try row.decode("source", as: String?.self)
        self.id = try row.decode("id", as: String?.self)
        self.cause = try row.decode("cause", as: String?.self)
        self.headers = try row.decode("headers", as: JSONText?.self).map { try [JournalHeader](json: $0.bytes) } ?? []
        self.value = try row.decode("value", as: [UInt8]?.self)
        self.digest = try row.decode("digest")
    }
}
