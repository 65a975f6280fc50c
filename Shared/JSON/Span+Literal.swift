/// Lets a literal be a pattern for the bytes of a name or a string: `switch name { case "unit": … }`.
@inlinable @inline(__always)
public func ~= (pattern: StaticString, bytes: Span<UInt8>) -> Bool { bytes == pattern }

/// Whether the bytes are those of the literal.
///
/// The literal's length and bytes are known where this is inlined, so that it becomes one comparison of lengths and
/// one or two of machine words; a switch over a dozen names costs less than a call of `memcmp` for each.
@inlinable @inline(__always)
public func == (bytes: Span<UInt8>, literal: StaticString) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard bytes.count == count else { return false }
    return unsafe bytes.withUnsafeBytes { buffer in
        guard let left = buffer.baseAddress else { return true }
        let right = unsafe UnsafeRawPointer(literal.utf8Start)
        var offset = 0
        while offset + 8 <= count {
            guard unsafe areEqual(left + offset, right + offset, as: UInt64.self) else { return false }
            offset += 8
        }
        if count & 4 != 0 {
            guard unsafe areEqual(left + offset, right + offset, as: UInt32.self) else { return false }
            offset += 4
        }
        if count & 2 != 0 {
            guard unsafe areEqual(left + offset, right + offset, as: UInt16.self) else { return false }
            offset += 2
        }
        return unsafe count & 1 == 0 || areEqual(left + offset, right + offset, as: UInt8.self)
    }
}

@inlinable @inline(__always)
func areEqual<Word: FixedWidthInteger & BitwiseCopyable>(
    _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, as word: Word.Type
) -> Bool {
    unsafe left.loadUnaligned(as: word) == right.loadUnaligned(as: word)
}
