internal import Glibc

extension Span<UInt8> {
    /// Whether a text that is known to be JSON writes U+0000 as an escape, the only way to write it.
    ///
    /// Most texts have no escape at all, and `memchr` sees that faster than a walk over the strings.
    var escapesNUL: Bool {
        unsafe self.withUnsafeBufferPointer { buffer in
            guard var position = buffer.baseAddress else { return false }
            let end = unsafe position + buffer.count
            while unsafe position < end {
                if unsafe position.pointee != UInt8(ascii: "\\") {
                    let found = unsafe memchr(position, Int32(UInt8(ascii: "\\")), end - position)
                    guard let found = unsafe found else { return false }
                    unsafe position = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
                }
                // JSON ends no string within an escape, so there is a byte behind `\` and five behind it for `\u`.
                if unsafe position[1] == UInt8(ascii: "u") {
                    let digits = unsafe UnsafeRawPointer(position + 2).loadUnaligned(as: UInt32.self)
                    guard digits != 0x3030_3030 else { return true }
                    unsafe position += 6
                } else {
                    unsafe position += 2
                }
            }
            return false
        }
    }
}
