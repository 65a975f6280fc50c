internal import CLibcrypto

/// Randomness that nobody can guess, for keys, tokens and salts.
public enum Random {
    /// That many random bytes, at most 1 GiB.
    ///
    /// A process that cannot get any must not go on with others, so it ends here.
    public static func bytes(_ count: Int) -> [UInt8] {
        precondition((0...(1 << 30)).contains(count), "0 bytes to 1 GiB")
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let isDone = unsafe count == 0 || RAND_bytes(buffer.baseAddress, Int32(count)) == 1
            precondition(isDone, "OpenSSL has no randomness")
            initialized = count
        }
    }
}
