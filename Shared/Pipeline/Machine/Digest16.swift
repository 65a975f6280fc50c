public import Crypto

// The narrow keys of the store, as PostgreSQL's `uuid` holds them.

/// The first 16 bytes of a SHA-256.
public typealias Digest16 = FixedBytes<16>
