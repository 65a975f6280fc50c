import Crypto
import Machines

/// What a service does with the records of one transaction: a small model of it.
protocol ServiceModel {
    var service: ServiceName { get }

    /// The steps that write what the records say; what becomes of each is noted in `minutes`.
    func steps(for records: [Incoming], _ minutes: Minutes) -> [Step]
}

/// A record of a write, by its place in the poll.
struct Incoming {
    let index: Int
    let message: Message
}

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

extension ServiceModel {
    /// Claims identities: a unique index lets the second of two writers wait for the first, and fail.
    func claim(_ messages: [Message]) -> [Step] {
        guard !messages.isEmpty else { return [] }
        let service = self.service
        let claims = messages.map { ($0.identity, $0.fingerprint) }.sorted { $0.0 < $1.0 }
        return [
            .lock(claims.map { .seen(service, $0.0) }),
            .act { tables, session throws(WriteFailure) in
                for (identity, content) in claims {
                    guard tables[service].seen[identity] == nil else { throw .taken }
                    session.change { $0[service].seen[identity] = content }
                }
                return []
            },
        ]
    }
}
