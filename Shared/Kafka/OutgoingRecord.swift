/// A record to send.
public struct OutgoingRecord: Sendable {
    /// The topic it goes to.
    public var topic: String
    /// The partition it goes to; `nil` lets the key's murmur2 hash decide, or chance where there is no key.
    public var partition: Int32?
    /// The key; `nil` for none.
    public var key: [UInt8]?
    /// The value; `nil` for a tombstone.
    public var value: [UInt8]?
    /// The headers, in order.
    public var headers: [Header]
    /// When it was made, in milliseconds since 1970; `nil` for now.
    public var timestampMilliseconds: Int64?

    /// Makes a record.
    public init(
        topic: String, partition: Int32? = nil, key: [UInt8]? = nil, value: [UInt8]?, headers: [Header] = [],
        timestampMilliseconds: Int64? = nil
    ) {
        self.topic = topic
        self.partition = partition
        self.key = key
        self.value = value
        self.headers = headers
        self.timestampMilliseconds = timestampMilliseconds
    }
}

/// Where the broker put a record.
public struct Delivery: Hashable, Sendable {
    /// The partition.
    public let partition: Int32
    /// The offset in it.
    public let offset: Int64

    /// Makes a delivery, for those who stand in for a producer in tests.
    public init(partition: Int32, offset: Int64) {
        self.partition = partition
        self.offset = offset
    }
}
