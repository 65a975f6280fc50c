import Crypto
import Machines

/// What one transaction knows when it begins, and what it notes on its way.
final class Minutes {
    /// The business clock when it began.
    let accepted: Int
    /// Whether the database refused this record alone.
    let isCondemned: Bool
    /// What was seen of the records' identities, asked together with the fence.
    var seen: [Digest16: Digest16] = [:]
    /// The rows of the positions.
    var rows: [Claim] = []
    /// What became of each record, by its place in the poll.
    var dispositions: [Int: WritableKeyPath<Tally, Int>] = [:]
    let journalling: Journalling

    init(accepted: Int, isCondemned: Bool, _ journalling: Journalling) {
        self.accepted = accepted
        self.isCondemned = isCondemned
        self.journalling = journalling
    }
}
