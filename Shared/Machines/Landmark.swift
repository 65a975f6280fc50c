public import Crypto

/// The last record that was applied of a partition, kept to prove after a restart that the topic is still the same.
public struct Landmark: Hashable, Sendable {
    /// Where the record lies.
    public let offset: Int64
    /// The first 16 bytes of SHA-256 over its key and value.
    public let fingerprint: Digest16

    /// A record at `offset` with that `fingerprint`.
    public init(offset: Int64, fingerprint: Digest16) {
        self.offset = offset
        self.fingerprint = fingerprint
    }
}
