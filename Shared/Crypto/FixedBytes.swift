/// A digest of SHA-256.
public typealias Digest = FixedBytes<32>

/// A known number of bytes, kept in place: no memory of their own, and comparable like the arrays they stand for.
public struct FixedBytes<let count: Int>: Sendable {
    private let storage: InlineArray<count, UInt8>

    init(_ storage: InlineArray<count, UInt8>) {
        self.storage = storage
    }

    /// Copies bytes; nil unless there are exactly as many as this type holds.
    public init?(_ bytes: Span<UInt8>) {
        guard bytes.count == count else { return nil }
        self.init(InlineArray { position in bytes[position] })
    }

    /// Copies bytes; nil unless there are exactly as many as this type holds.
    public init?(_ bytes: [UInt8]) {
        self.init(bytes.span)
    }

    /// Reads hexadecimal digits of either case; nil if they are not exactly twice as many as this type holds.
    public init?(hex: String) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes)
    }

    /// The bytes, where they lie.
    public var span: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get { self.storage.span }
    }

    /// The bytes as an array.
    public var bytes: [UInt8] {
        [UInt8](capacity: count) { output in self.append(to: &output) }
    }

    /// The bytes in lowercase hexadecimal digits.
    public var hex: String { Hex.encode(self.span) }

    /// Appends the bytes to others.
    public func append(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: count) { output in self.append(to: &output) }
    }

    private func append(to output: inout OutputSpan<UInt8>) {
        for position in 0..<count { output.append(self.storage[position]) }
    }
}

extension FixedBytes where count == 32 {
    /// The first half of a digest, long enough to name a record among all that there will ever be.
    public var first16: FixedBytes<16> {
        FixedBytes<16>(InlineArray { position in self.span[position] })
    }
}

extension FixedBytes: Hashable {
    /// Whether all bytes are the same. Not for secrets: see `areEqualInConstantTime`.
    public static func == (left: Self, right: Self) -> Bool {
        for position in 0..<count where left.storage[position] != right.storage[position] { return false }
        return true
    }

    /// Feeds the bytes to a hasher.
    public func hash(into hasher: inout Hasher) {
        unsafe self.span.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
}

extension FixedBytes: Comparable {
    /// Whether these bytes come first, as PostgreSQL orders `bytea` and `uuid`.
    public static func < (left: Self, right: Self) -> Bool {
        for position in 0..<count where left.storage[position] != right.storage[position] {
            return left.storage[position] < right.storage[position]
        }
        return false
    }
}

extension FixedBytes: CustomStringConvertible {
    /// The bytes in lowercase hexadecimal digits.
    public var description: String { self.hex }
}
