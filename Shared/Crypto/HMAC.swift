internal import CLibcrypto

/// The HMAC (RFC 2104) of a message under a secret key, with SHA-256. The key may have any length.
public func hmacSHA256(key: Span<UInt8>, message: Span<UInt8>) -> Digest {
    var code = InlineArray<32, UInt8>(repeating: 0)
    let isDone = unsafe withUnsafeMutableBytes(of: &code) { code in
        unsafe key.withUnsafeBytes { key in
            unsafe message.withUnsafeBufferPointer { message in
                // OpenSSL takes a key that is nil for "the key of before"; an empty one must point somewhere.
                var nothing: UInt8 = 0
                return unsafe withUnsafePointer(to: &nothing) { nothing in
                    unsafe HMAC(
                        EVP_sha256(), key.baseAddress ?? UnsafeRawPointer(nothing), Int32(key.count),
                        message.baseAddress ?? nothing, message.count,
                        code.assumingMemoryBound(to: UInt8.self).baseAddress, nil) != nil
                }
            }
        }
    }
    precondition(isDone, "OpenSSL has no memory or no SHA-256")
    return Digest(code)
}

/// The HMAC (RFC 2104) of a message under a secret key, with SHA-256. The key may have any length.
public func hmacSHA256(key: [UInt8], message: [UInt8]) -> Digest {
    hmacSHA256(key: key.span, message: message.span)
}

/// Whether two secrets, or what is proven by them, are the same, in a time that tells nothing but their lengths.
public func areEqualInConstantTime(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe left.withUnsafeBytes { left in
        unsafe right.withUnsafeBytes { right in
            unsafe left.isEmpty || CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
        }
    }
}
