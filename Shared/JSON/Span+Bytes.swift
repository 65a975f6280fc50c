internal import Glibc

// What everybody does with bytes that are lent: compare them, look through them, and copy what is kept.

extension Span<UInt8> {
    /// Whether these are the same bytes as `other`.
    public func holdsSame(as other: Span<UInt8>) -> Bool {
        guard self.count == other.count else { return false }
        return unsafe self.withUnsafeBufferPointer { left in
            unsafe other.withUnsafeBufferPointer { right in
                guard let mine = left.baseAddress, let theirs = right.baseAddress else { return true }
                return unsafe memcmp(mine, theirs, left.count) == 0
            }
        }
    }

    /// Whether all bytes are ASCII from the space to the tilde, looked at eight at a time.
    public var isPrintableASCII: Bool {
        unsafe self.withUnsafeBytes { bytes in
            var position = 0
            while position + 8 <= bytes.count {
                let word = unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                // The upper bit of a byte is set by what lies below the space, and by what lies above the tilde.
                let below = word &- 0x2020_2020_2020_2020
                let above = word &+ 0x0101_0101_0101_0101
                guard (word | below | above) & 0x8080_8080_8080_8080 == 0 else { return false }
                position += 8
            }
            while position < bytes.count {
                guard unsafe bytes[position] &- 0x20 < 0x5f else { return false }
                position += 1
            }
            return true
        }
    }
}

extension [UInt8] {
    /// A copy of the bytes.
    public init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe Self($0) }
    }

    /// Puts a copy of the bytes behind the others.
    public mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe self.append(contentsOf: $0) }
    }
}
