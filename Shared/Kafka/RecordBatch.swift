/// Records copied out of librdkafka once, into one run of bytes: nothing is allocated per record.
///
/// Immutable, so it may be handed to any task. A record stays valid for as long as anything holds it.
public struct RecordBatch: Sendable, RandomAccessCollection {
    let storage: RecordStorage

    /// A batch without records.
    public static let empty = RecordBatch(storage: RecordStorage(RecordStorage.Contents()))

    /// The first index, 0.
    public var startIndex: Int { 0 }
    /// The number of records.
    public var endIndex: Int { self.storage.contents.entries.count }
    /// The bytes of all keys, values and headers.
    public var byteCount: Int { self.storage.contents.bytes.count }
    /// The partitions that records came from, each once, in the order of their first record.
    public var partitions: [TopicPartition] { self.storage.contents.partitions }

    /// The record at `position`; records of one partition are in the order of the log.
    public subscript(position: Int) -> Record {
        precondition(self.indices.contains(position), "there is no record \(position) in a batch of \(self.count)")
        return Record(storage: self.storage, index: position)
    }
}

/// What the records of a batch share.
final class RecordStorage: Sendable {
    /// Where a run of bytes lies; `nil` bytes are Kafka's null.
    struct Extent: Sendable {
        var start: Int
        var end: Int
    }

    struct HeaderEntry: Sendable {
        var name: Extent
        var value: Extent?
    }

    struct Entry: Sendable {
        var offset: Int64
        var timestampMilliseconds: Int64?
        var key: Extent?
        var value: Extent?
        var headers: Extent
        var partition: Int
    }

    struct Contents: Sendable {
        var bytes = ByteArena()
        var entries: [Entry] = []
        var headers: [HeaderEntry] = []
        var partitions: [TopicPartition] = []
    }

    let contents: Contents

    init(_ contents: consuming Contents) {
        self.contents = contents
    }

    func copy(_ extent: Extent) -> [UInt8] {
        unsafe Array(self.contents.bytes.bytes(extent))
    }
}
