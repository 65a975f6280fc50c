// The narrow keys of the store, as PostgreSQL's `uuid` holds them.

/// The first 16 bytes of a SHA-256, as the key of a narrow table.
public struct Digest16: Hashable, Comparable, Sendable {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// Joins the two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// In the order of the bytes, which is PostgreSQL's order of `uuid`.
    public static func < (left: Self, right: Self) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}
