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
                Header(name: "content-type", value: Array("application/json".utf8)),
                Header(name: "ce_specversion", value: Array("1.0".utf8)),
                Header(name: "ce_type", value: Array(self.entry.type.utf8)),
                Header(name: "ce_source", value: Array(self.source(of: service).utf8)),
                Header(name: "ce_id", value: Array(self.id.utf8)),
            ]
            if let cause = self.entry.cause {
                headers.append(Header(name: "ce_causationid", value: Array(cause.utf8)))
            }
        }
        headers += try self.entry.headers.read(with: &reader).map { Header(name: $0.name, value: $0.value) }
        headers += [
            Header(name: "journal-lane", value: Array("\(self.lane)".utf8)),
            Header(name: "journal-position", value: Array("\(self.position)".utf8)),
            Header(name: "journal-digest", value: Array(Hex.encode(self.digest).utf8)),
        ]
        return OutgoingRecord(
            topic: self.entry.topic, partition: Int32(self.lane % partitions), key: self.entry.key,
            value: self.entry.value, headers: headers)
    }
}
