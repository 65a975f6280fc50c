internal import Crypto
internal import Kafka

extension RelayEntry {
    /// The record that the entry becomes: CloudEvents in binary mode, with its place in the journal.
    ///
    /// The partition follows from the lane, so that within a lane positions only grow on each topic, whatever the key.
    /// For a unit's key it is the partition that Kafka's default partitioner would choose.
    func record(service: String, partitions: Int) -> OutgoingRecord {
        var headers: [Header] = []
        if !self.isLetter {
            headers = [
                Header(name: "content-type", value: Array("application/json".utf8)),
                Header(name: "ce_specversion", value: Array("1.0".utf8)),
                Header(name: "ce_type", value: Array(self.type.utf8)),
                Header(name: "ce_source", value: Array((self.source ?? "/guoying/\(service)").utf8)),
                Header(name: "ce_id", value: Array((self.id ?? "\(self.lane)-\(self.position)").utf8)),
            ]
            if let cause { headers.append(Header(name: "ce_causationid", value: Array(cause.utf8))) }
        }
        headers += self.headers.map { Header(name: $0.name, value: $0.value) }
        headers += [
            Header(name: "journal-lane", value: Array("\(self.lane)".utf8)),
            Header(name: "journal-position", value: Array("\(self.position)".utf8)),
            Header(name: "journal-digest", value: Array(Hex.encode(self.digest).utf8)),
        ]
        return OutgoingRecord(
            topic: self.topic, partition: Int32(self.lane % partitions), key: self.key, value: self.value,
            headers: headers)
    }

    /// A dead letter goes out with the headers that came in, not with ours.
    private var isLetter: Bool { self.topic.hasSuffix(".dead-letters") }
}
