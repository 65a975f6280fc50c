internal import Glibc

/// Lets a literal be a pattern for the bytes of a name or a string: `switch name { case "unit": … }`.
public func ~= (pattern: StaticString, bytes: Span<UInt8>) -> Bool { bytes == pattern }

/// Whether the bytes are those of the literal.
public func == (bytes: Span<UInt8>, literal: StaticString) -> Bool {
    guard bytes.count == literal.utf8CodeUnitCount else { return false }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return true }
        return unsafe memcmp(start, literal.utf8Start, buffer.count) == 0
    }
}
