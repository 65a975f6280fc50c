internal import Crypto
internal import JSON
internal import Kafka
public import Machines

extension JournaledEntry: Publishable {
    /// The lane, 0 to 47.
    public var lane: Int { self.number.lane }
    /// The position in the lane.
    public var position: Int64 { self.number.position }
}

extension JournaledEntry {
    /// The record that the entry becomes: CloudEvents in binary mode, with its place in the journal.
    ///
    /// The partition follows from the lane, so that within a lane positions only grow on each topic, whatever the key.
    /// For a unit's key it is the partition that Kafka's default partitioner would choose. A dead letter goes out with
    /// the headers that came in, not with ours.
    func record(service: String, partitions: Int, with reader: inout DocumentReader) throws -> OutgoingRecord {
        // Enough for most: beside the journal's own there are some ten headers.
        var headers = Headers(reservingCapacity: 16, bytes: self.entry.headers.byteCount + 400)
        if !self.entry.isLetter {
            headers.append("content-type", "application/json")
            headers.append("ce_specversion", "1.0")
            headers.append("ce_type", self.entry.type)
            headers.append("ce_source", self.source(of: service))
            headers.append("ce_id", self.id)
            if let cause = self.entry.cause { headers.append("ce_causationid", cause) }
        }
        try self.entry.headers.forEach(with: &reader) { headers.append($0, $1) }
        headers.append("journal-lane", String(self.lane))
        headers.append("journal-position", String(self.position))
        headers.append("journal-digest", Hex.encode(self.digest))
        return OutgoingRecord(
            topic: self.entry.topic, partition: Int32(self.lane % partitions), key: self.entry.key,
            value: self.entry.value, headers: headers)
    }
}
