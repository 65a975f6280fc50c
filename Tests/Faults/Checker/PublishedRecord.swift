import Kafka

/// A record that lies on a topic.
struct PublishedRecord: Sendable {
    /// Where it lies, as `partition@offset`.
    var place: String { "\(self.partition)@\(self.offset)" }

    let partition: Int32
    let offset: Int64
    /// Its headers; the last of a name.
    var headers: [String: String]
    var value: [UInt8]?

    init(_ record: Kafka.Record) {
        self.partition = record.topicPartition.partition
        self.offset = record.offset
        self.headers = Dictionary(
            record.headers.map { ($0.name, String(decoding: $0.value ?? [], as: UTF8.self)) }
        ) { _, last in last }
        self.value = record.valueBytes
    }

    /// The number of the ledger's entry that it was sent for.
    var ledgerNumber: Int? { self.headers["ledger"].flatMap { Int($0) } }

    /// The lane and position of the journal's entry that it was published for, and the entry's digest.
    var lane: Int? { self.headers["journal-lane"].flatMap { Int($0) } }
    var position: Int64? { self.headers["journal-position"].flatMap { Int64($0) } }
    var digest: String { self.headers["journal-digest"] ?? "" }
}
