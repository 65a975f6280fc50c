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
        var headers: [Header] = []
        if !self.entry.isLetter {
            headers = [
                Header(name: "content-type", text: "application/json"), Header(name: "ce_specversion", text: "1.0"),
                Header(name: "ce_type", text: self.entry.type),
                Header(name: "ce_source", text: self.source(of: service)), Header(name: "ce_id", text: self.id),
            ]
            if let cause = self.entry.cause { headers.append(Header(name: "ce_causationid", text: cause)) }
        }
        headers += try self.entry.headers.read(with: &reader).map { Header(name: $0.name, value: $0.value) }
        headers += [
            Header(name: "journal-lane", text: String(self.lane)),
            Header(name: "journal-position", text: String(self.position)),
            Header(name: "journal-digest", text: Hex.encode(self.digest)),
        ]
        return OutgoingRecord(
            topic: self.entry.topic, partition: Int32(self.lane % partitions), key: self.entry.key,
            value: self.entry.value, headers: headers)
    }
}
