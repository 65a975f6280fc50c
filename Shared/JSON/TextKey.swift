/// A text's length and its first bytes in two numbers: two words that differ mostly differ in it.
public struct TextKey: Equatable, Sendable {
    /// Up to so many bytes it is the whole text.
    @inlinable public static var wholeBytes: Int { 15 }

    /// The first eight bytes, the first of them lowest.
    @usableFromInline var head: UInt64
    /// The next seven, and above them the length, 255 for all that are longer.
    @usableFromInline var tail: UInt64

    /// The key of a text.
    public init(_ text: String) {
        self.head = 0
        self.tail = UInt64(min(text.utf8.count, 255)) << 56
        for (index, byte) in text.utf8.prefix(Self.wholeBytes).enumerated() {
            if index < 8 { self.head |= UInt64(byte) << UInt64(index * 8) }
            if index >= 8 { self.tail |= UInt64(byte) << UInt64((index - 8) * 8) }
        }
    }

    /// The key of a string on a tape. Sixteen bytes from its first one on can be read in any case: behind the last
    /// string simdjson keeps as many and more. What is not the text's own is masked.
    @inlinable @inline(__always)
    init(onTape text: UnsafeBufferPointer<UInt8>) {
        guard let start = unsafe UnsafeRawPointer(text.baseAddress) else {
            (self.head, self.tail) = (0, 0)
            return
        }
        let count = text.count
        let first = unsafe UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
        let second = unsafe UInt64(littleEndian: (start + 8).loadUnaligned(as: UInt64.self))
        self.head = first & UInt64.lowest(bytes: min(count, 8))
        self.tail =
            second & UInt64.lowest(bytes: min(max(count - 8, 0), 7)) | UInt64(truncatingIfNeeded: min(count, 255)) << 56
    }
}

extension UInt64 {
    /// So many of the lowest bytes, 0 to 8, all ones; without a branch.
    @inlinable @inline(__always)
    static func lowest(bytes: Int) -> UInt64 {
        let bits = UInt64(truncatingIfNeeded: bytes * 8)
        // A shift by 64 is one by 0, so that eight bytes are shifted twice.
        return ~((UInt64.max &<< (bits / 2)) &<< (bits - bits / 2))
    }
}

extension Element {
    /// The key of the string, nil if this is something else.
    @inlinable
    public var textKey: TextKey? {
        @inline(__always)
        get {
            guard self.tape.tag(at: self.index) == .string else { return nil }
            return unsafe TextKey(onTape: self.tape.text(at: self.index))
        }
    }
}
