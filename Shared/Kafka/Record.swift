/// One record of a batch: a view of the batch's bytes, cheap to copy and pass on.
public struct Record: Sendable {
    let storage: RecordStorage
    let index: Int

    private var entry: RecordStorage.Entry { self.storage.contents.entries[self.index] }

    /// Where the record lies.
    public var topicPartition: TopicPartition { self.storage.contents.partitions[self.entry.partition] }
    /// The record's offset in its partition.
    public var offset: Int64 { self.entry.offset }
    /// When it was made, or appended where the topic says so, in milliseconds since 1970; `nil` when it does not say.
    public var timestampMilliseconds: Int64? { self.entry.timestampMilliseconds }

    /// The key's bytes; `nil` when the record has none.
    public var key: Span<UInt8>? {
        @_lifetime(borrow self)
        borrowing get { self.bytes(self.entry.key) }
    }

    /// The value's bytes; `nil` for a tombstone.
    public var value: Span<UInt8>? {
        @_lifetime(borrow self)
        borrowing get { self.bytes(self.entry.value) }
    }

    /// The number of the value's bytes; 0 for a tombstone.
    public var valueCount: Int { self.entry.value.map { $0.end - $0.start } ?? 0 }

    /// How many headers the record has.
    public var headerCount: Int { self.entry.headers.end - self.entry.headers.start }

    /// The name of a header, by its place among the record's headers.
    @_lifetime(borrow self)
    public borrowing func headerName(_ place: Int) -> Span<UInt8> {
        self.bytes(self.header(place).name)
    }

    /// The value of a header, by its place among the record's headers; `nil` is Kafka's null.
    @_lifetime(borrow self)
    public borrowing func headerValue(_ place: Int) -> Span<UInt8>? {
        self.bytes(self.header(place).value)
    }

    /// The key, copied.
    public var keyBytes: [UInt8]? { self.entry.key.map(self.storage.copy) }
    /// The value, copied; `nil` for a tombstone.
    public var valueBytes: [UInt8]? { self.entry.value.map(self.storage.copy) }
    /// The headers, copied; a name that is not UTF-8 is repaired.
    public var headers: [Header] {
        (0..<self.headerCount).map { place in
            let header = self.header(place)
            return Header(
                name: String(decoding: self.storage.copy(header.name), as: UTF8.self),
                value: header.value.map(self.storage.copy))
        }
    }

    @_lifetime(borrow self)
    private borrowing func bytes(_ extent: RecordStorage.Extent?) -> Span<UInt8>? {
        guard let extent else { return nil }
        return self.bytes(extent)
    }

    /// The record holds the storage, and the storage the bytes: they live as long as the record does.
    @_lifetime(borrow self)
    private borrowing func bytes(_ extent: RecordStorage.Extent) -> Span<UInt8> {
        let bytes = unsafe Span(_unsafeElements: self.storage.contents.bytes.bytes(extent))
        return unsafe _overrideLifetime(bytes, borrowing: self)
    }

    private func header(_ place: Int) -> RecordStorage.HeaderEntry {
        precondition(place >= 0 && place < self.headerCount, "there is no header \(place) of \(self.headerCount)")
        return self.storage.contents.headers[self.entry.headers.start + place]
    }
}
