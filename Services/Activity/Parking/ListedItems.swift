internal import Crypto
internal import Machines
internal import Messages
internal import Postgres

/// What the records list to which events refer by a place: an event's list is settled when it is written.
struct ListedItems {
    /// The records that were looked at.
    private var known: Set<Digest16> = []
    /// How many of the events were looked at.
    private var count = 0
    /// The places that they refer to, by record.
    private var asked: [Digest16: Set<Int>] = [:]

    /// Adds to what is there the places that are, of all records that are there or among the events.
    mutating func learn(
        of facts: [Fact], present: inout Set<ParkingKey>, on connection: Connection
    ) async throws {
        for fact in facts[self.count...] {
            for link in fact.message.body.held?.links ?? [] {
                guard let item = link.item else { continue }
                self.asked[link.target.identity, default: []].insert(item)
            }
        }
        self.count = facts.count
        let open = self.asked.keys.filter { !self.known.contains($0) }
        guard !open.isEmpty else { return }
        for fact in facts where open.contains(fact.message.identity) {
            self.note(fact.message.identity, ActivityEvent.listedCount(in: fact.message.data), &present)
        }
        let stored = open.filter { !self.known.contains($0) && present.contains(.target($0)) }.sorted()
        guard !stored.isEmpty else { return }
        for row in try await connection.run(RecordTable.contents(of: stored)) {
            let data = try row.decode("value", as: [UInt8].self)
            self.note(try row.decode("event"), ActivityEvent.listedCount(in: data), &present)
        }
    }

    private mutating func note(_ record: Digest16, _ count: Int, _ present: inout Set<ParkingKey>) {
        self.known.insert(record)
        for item in self.asked[record] ?? [] where item <= count { present.insert(.item(record, item)) }
    }
}
