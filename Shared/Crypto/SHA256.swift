internal import CLibcrypto

/// SHA-256 (FIPS 180-4), piece by piece.
///
/// It is a value without memory of its own, so one for each message costs nothing but the digest.
public struct SHA256: Sendable {
    private var context = SHA256_CTX()

    /// A digest of nothing yet.
    public init() {
        self.begin()
    }

    /// Adds bytes to what is digested.
    public mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { buffer in
            _ = unsafe SHA256_Update(&self.context, buffer.baseAddress, buffer.count)
        }
    }

    /// Adds bytes to what is digested.
    public mutating func update(_ bytes: [UInt8]) { self.update(bytes.span) }

    /// Adds a text's UTF-8 to what is digested.
    public mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            _ = unsafe SHA256_Update(&self.context, bytes.baseAddress, bytes.count)
        }
    }

    /// Adds one byte to what is digested: a separator, say.
    public mutating func update(_ byte: UInt8) {
        unsafe withUnsafeBytes(of: byte) { buffer in
            _ = unsafe SHA256_Update(&self.context, buffer.baseAddress, 1)
        }
    }

    /// Adds a number in eight bytes, the most significant first.
    public mutating func update(bigEndian number: Int64) {
        unsafe withUnsafeBytes(of: number.bigEndian) { buffer in
            _ = unsafe SHA256_Update(&self.context, buffer.baseAddress, buffer.count)
        }
    }

    /// Adds the bytes of another digest, as chains do.
    @inlinable
    public mutating func update<let count: Int>(_ bytes: FixedBytes<count>) {
        bytes.withSpan { self.update($0) }
    }

    /// Gives the digest of all that was added, and begins anew.
    public mutating func finish() -> Digest {
        defer { self.begin() }
        return self.end()
    }

    /// Gives the digest and leaves the context to whoever begins anew.
    private mutating func end() -> Digest {
        var digest = InlineArray<32, UInt8>(repeating: 0)
        unsafe withUnsafeMutableBytes(of: &digest) { bytes in
            let start = unsafe bytes.assumingMemoryBound(to: UInt8.self).baseAddress
            _ = unsafe SHA256_Final(start, &self.context)
        }
        return Digest(digest)
    }

    private mutating func begin() {
        _ = unsafe SHA256_Init(&self.context)
    }
}

extension SHA256 {
    /// The digest of some bytes.
    public static func digest(of bytes: Span<UInt8>) -> Digest {
        var digest = SHA256()
        digest.update(bytes)
        return digest.end()
    }

    /// The digest of some bytes.
    public static func digest(of bytes: [UInt8]) -> Digest { self.digest(of: bytes.span) }

    /// The digest of a text's UTF-8.
    public static func digest(of text: String) -> Digest {
        var digest = SHA256()
        digest.update(text)
        return digest.end()
    }
}
