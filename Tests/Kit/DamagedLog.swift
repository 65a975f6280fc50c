import Glibc

/// The log of a partition as Apache Kafka has it on its disk, in which a test garbles a batch: no client would send one
/// that is damaged, and no broker would take it.
public struct DamagedLog {
    /// What a reader meets in a garbled batch.
    public enum Damage: String, CaseIterable, Sendable {
        /// The checksum is wrong.
        case checksum
        /// The checksum is right, and what is compressed is no such thing.
        case payload
    }

    /// Where the parts of a batch lie, from its beginning; the batch's length counts what follows it.
    private enum Place {
        static let length = 8
        static let afterLength = 12
        static let checksum = 17
        static let checked = 21
        static let lastOffsetDelta = 23
        static let payload = 61
    }

    private let file: String

    /// The log of a partition, which has one segment yet.
    public init(topic: String, partition: Int32) throws {
        self.file = "\(try TestEnvironment.kafkaData())/\(topic)-\(partition)/00000000000000000000.log"
    }

    /// Garbles the batch that `offset` lies in; the broker sends what it finds.
    /// - Returns: the offsets of the batch.
    @discardableResult public func garble(at offset: Int64, _ damage: Damage) throws -> ClosedRange<Int64> {
        let descriptor = open(self.file, O_RDWR)
        guard descriptor >= 0 else { throw TestEnvironment.Missing(description: "cannot open \(self.file)") }
        defer { close(descriptor) }
        var log = [UInt8](repeating: 0, count: Int(lseek(descriptor, 0, SEEK_END)))
        guard pread(descriptor, &log, log.count, 0) == log.count else {
            throw TestEnvironment.Missing(description: "cannot read \(self.file)")
        }
        var start = 0
        while start + Place.payload < log.count {
            let first = Int64(Self.number(in: log, at: start, bytes: 8))
            let last = first + Int64(Self.number(in: log, at: start + Place.lastOffsetDelta, bytes: 4))
            let end = start + Place.afterLength + Int(Self.number(in: log, at: start + Place.length, bytes: 4))
            guard (first...last).contains(offset) else {
                start = end
                continue
            }
            for index in (start + Place.payload)..<end { log[index] ^= 0x55 }
            if damage == .payload {
                let checksum = RawBatch.checksum(Array(log[(start + Place.checked)..<end]))
                withUnsafeBytes(of: checksum.bigEndian) { bytes in
                    for (index, byte) in bytes.enumerated() { log[start + Place.checksum + index] = byte }
                }
            }
            let batch = Array(log[start..<end])
            guard pwrite(descriptor, batch, batch.count, off_t(start)) == batch.count else {
                throw TestEnvironment.Missing(description: "cannot write \(self.file)")
            }
            return first...last
        }
        throw TestEnvironment.Missing(description: "\(self.file) has no batch of offset \(offset)")
    }

    private static func number(in bytes: [UInt8], at place: Int, bytes count: Int) -> UInt64 {
        bytes[place..<(place + count)].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
