import Glibc

/// A batch of records as Kafka's protocol has it, put together by hand so that it can be wrong.
public struct RawBatch {
    /// How its records say that they are compressed.
    public enum Codec: Int16, Sendable { case none = 0, gzip = 1, zstd = 4 }

    private let codec: Codec
    private let recordCount: Int32
    private let payload: [UInt8]
    private let hasWrongChecksum: Bool

    /// A batch that says of `payload` what it is told to say.
    public init(codec: Codec = .none, recordCount: Int32 = 1, payload: [UInt8], hasWrongChecksum: Bool = false) {
        self.codec = codec
        self.recordCount = recordCount
        self.payload = payload
        self.hasWrongChecksum = hasWrongChecksum
    }

    /// One record without a key, with a value of these bytes, as the format has it uncompressed.
    public static func record(_ value: [UInt8]) -> [UInt8] {
        precondition(value.count < 50, "one byte holds the length")
        // Attributes, timestamp, offset, no key (−1), the value, no headers; lengths are doubled by zig-zag.
        let body: [UInt8] = [0, 0, 0, 1, UInt8(value.count * 2)] + value + [0]
        return [UInt8(body.count * 2)] + body
    }

    /// Sends the batch to partition 0 of `topic` and waits for the broker's answer; false when there is none.
    public func send(to address: String, topic: String) -> Bool {
        let parts = address.split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1]) else { return false }
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(connection) }
        var peer = sockaddr_in()
        peer.sin_family = sa_family_t(AF_INET)
        peer.sin_port = port.bigEndian
        peer.sin_addr.s_addr = inet_addr(String(parts[0]))
        let isConnected = withUnsafePointer(to: peer) { peer in
            peer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        let request = self.request(topic: topic)
        guard isConnected, write(connection, request, request.count) == request.count else { return false }
        var answer = [UInt8](repeating: 0, count: 256)
        return read(connection, &answer, answer.count) > 0
    }

    private func request(topic: String) -> [UInt8] {
        let name = Array(topic.utf8)
        let batch = self.bytes
        var body: [UInt8] = Self.bytes(Int16(0)) + Self.bytes(Int16(3)) + Self.bytes(Int32(1))
        // No client id, no transaction, acknowledged by the leader within a second; one topic, one partition.
        body += Self.bytes(Int16(-1)) + Self.bytes(Int16(-1)) + Self.bytes(Int16(1)) + Self.bytes(Int32(1_000))
        body += Self.bytes(Int32(1)) + Self.bytes(Int16(name.count)) + name
        body += Self.bytes(Int32(1)) + Self.bytes(Int32(0)) + Self.bytes(Int32(batch.count)) + batch
        return Self.bytes(Int32(body.count)) + body
    }

    private var bytes: [UInt8] {
        var tail = Self.bytes(self.codec.rawValue) + Self.bytes(self.recordCount - 1)
        tail += Self.bytes(Int64(0)) + Self.bytes(Int64(0)) + Self.bytes(Int64(-1)) + Self.bytes(Int16(-1))
        tail += Self.bytes(Int32(-1)) + Self.bytes(self.recordCount) + self.payload
        let checksum = Self.checksum(tail) ^ (self.hasWrongChecksum ? 1 : 0)
        let body = Self.bytes(Int32(0)) + [2] + Self.bytes(checksum) + tail
        return Self.bytes(Int64(0)) + Self.bytes(Int32(body.count)) + body
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// CRC-32C, bit by bit.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { checksum, byte in
            (0..<8).reduce(checksum ^ UInt32(byte)) { sum, _ in (sum >> 1) ^ (sum & 1 == 1 ? 0x82f6_3b78 : 0) }
        }
    }
}
