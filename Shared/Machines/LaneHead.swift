public import Crypto

/// How far a lane is, and the digest of its chain up to there.
///
/// Each link of the chain covers the one before and the digest of the next entry, so that no entry can be changed, left
/// out or put in without every later link becoming another.
public struct LaneHead: Hashable, Sendable {
    /// The position of the newest entry; 0 where there is none.
    public private(set) var position: Int64
    /// The newest link: all zero before the first entry.
    public private(set) var chain: Digest

    /// Before the first entry.
    public static let beginning = LaneHead(position: 0, chain: Digest(repeating: 0))

    /// A lane as it is stored.
    public init(position: Int64, chain: Digest) {
        self.position = position
        self.chain = chain
    }

    /// Goes on to the entry at `position`, of that digest.
    public mutating func advance(to position: Int64, over digest: Digest, with hasher: inout SHA256) {
        hasher.update(self.chain)
        hasher.update(digest)
        self.chain = hasher.finish()
        self.position = position
    }
}
