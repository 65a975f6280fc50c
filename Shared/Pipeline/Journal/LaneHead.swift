public import Crypto
internal import Postgres

/// How far a lane is, and the digest of its chain up to there.
///
/// Each link of the chain covers the one before and the digest of the next entry, so that no entry can be changed, left
/// out or put in without every later link becoming another.
public struct LaneHead: Hashable, Sendable {
    /// The position of the newest entry; 0 where there is none.
    public internal(set) var position: Int64
    /// The newest link: all zero before the first entry.
    public internal(set) var chain: Digest

    /// Before the first entry.
    public static let beginning = LaneHead(position: 0, chain: Digest(repeating: 0))

    /// Goes on to the entry at `position`, of that digest.
    public mutating func advance(to position: Int64, over digest: Digest, with hasher: inout SHA256) {
        hasher.update(self.chain)
        hasher.update(digest)
        self.chain = hasher.finish()
        self.position = position
    }
}

extension LaneHead {
    /// Reads the columns `head` and `chain` of a lane.
    init(_ row: Row) throws {
        guard let chain = Digest(try row.decode("chain", as: [UInt8].self)) else {
            throw UnreadableValue("holds a chain that is no SHA-256")
        }
        self.init(position: try row.decode("head"), chain: chain)
    }
}
