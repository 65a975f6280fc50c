internal import Glibc

/// A digest of SHA-256.
public typealias Digest = FixedBytes<32>

/// The first half of a digest of SHA-256: enough to tell apart all messages that there will ever be.
public typealias Digest16 = FixedBytes<16>

/// A known number of bytes, kept in place: no memory of their own, and comparable like the arrays they stand for.
///
/// It is inlinable so that the number is known to the compiler wherever one is used.
public struct FixedBytes<let count: Int>: Sendable {
    @usableFromInline let storage: InlineArray<count, UInt8>

    @inlinable
    init(_ storage: InlineArray<count, UInt8>) {
        self.storage = storage
    }

    /// As many times the same byte.
    @inlinable
    public init(repeating byte: UInt8) { self.init(InlineArray(repeating: byte)) }

    /// Copies bytes; nil unless there are exactly as many as this type holds.
    @inlinable
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

    /// Lends the bytes where they lie.
    ///
    /// A `span` property would read better, but the optimiser of Swift 6.3 lets such a span outlive the copy it looks
    /// at when the getter is inlined into another module, and then equal values differ.
    @inlinable
    public func withSpan<Value, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try unsafe withUnsafeBytes(of: self.storage) { bytes throws(Failure) in
            try unsafe body(Span(_unsafeBytes: bytes))
        }
    }

    /// The bytes as an array.
    @inlinable
    public var bytes: [UInt8] {
        [UInt8](capacity: count) { output in self.append(to: &output) }
    }

    /// The bytes in lowercase hexadecimal digits.
    public var hex: String { self.withSpan { Hex.encode($0) } }

    /// Appends the bytes to others.
    @inlinable
    public func append(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: count) { output in self.append(to: &output) }
    }

    @inlinable
    func append(to output: inout OutputSpan<UInt8>) {
        for position in 0..<count { output.append(self.storage[position]) }
    }
}

extension FixedBytes where count == 32 {
    /// The first half of the digest.
    @inlinable
    public var first16: Digest16 {
        Digest16(InlineArray { position in self.storage[position] })
    }
}

extension FixedBytes: Hashable {
    /// Whether all bytes are the same. Not for secrets: see `areEqualInConstantTime`.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool {
        self.order(left, right) == 0
    }

    /// Feeds the bytes to a hasher.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        unsafe withUnsafeBytes(of: self.storage) { unsafe hasher.combine(bytes: $0) }
    }
}

extension FixedBytes: Comparable {
    /// Whether these bytes come first, as PostgreSQL orders `bytea` and `uuid`.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        self.order(left, right) < 0
    }

    /// Below 0 if the left bytes come first, 0 if they are the same, above 0 otherwise.
    @inlinable
    static func order(_ left: Self, _ right: Self) -> Int32 {
        unsafe withUnsafeBytes(of: left.storage) { left in
            unsafe withUnsafeBytes(of: right.storage) { right in
                guard let mine = left.baseAddress, let theirs = right.baseAddress else { return 0 }
                return unsafe orderOfBytes(mine, theirs, count)
            }
        }
    }
}

@usableFromInline
func orderOfBytes(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Int32 {
    unsafe memcmp(left, right, count)
}

extension FixedBytes: CustomStringConvertible {
    /// The bytes in lowercase hexadecimal digits.
    public var description: String { self.hex }
}
