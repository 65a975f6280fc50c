internal import Crypto
public import Domain
public import Machines
public import Postgres

/// A transaction of the loop or of the due queue, with the journal at its end.
///
/// Whatever a handler does in it takes effect together with the position, or not at all.
public final class Transaction {
    /// The session that the transaction runs on.
    public let connection: Connection
    /// The business clock when the transaction began: the acceptance of all that it accepts.
    public let now: Instant
    private let limits: JournalLimits
    private var isNumbered = false

    init(connection: Connection, now: Instant, limits: JournalLimits) {
        self.connection = connection
        self.now = now
        self.limits = limits
    }

    /// Numbers `entries`, extends the chains and writes them: the last thing before COMMIT but for rows that carry
    /// the numbers.
    ///
    /// The heads of the lanes are locked in ascending order and stay locked until COMMIT, so that the order of
    /// positions is the order of commits. May be called once in a transaction.
    /// - Returns: the numbers, in the order of the entries.
    public func journal(_ entries: [JournalEntry]) async throws -> [JournalNumber] {
        precondition(!self.isNumbered, "the lanes of a transaction are locked once, last")
        self.isNumbered = true
        guard !entries.isEmpty else { return [] }
        for entry in entries where entry.byteCount > self.limits.entryBytes {
            throw OversizedEntry(type: entry.type, byteCount: entry.byteCount, limit: self.limits.entryBytes)
        }
        let heads = try await self.heads(of: Set(entries.map(\.lane)))
        var rows = JournalRows(heads: heads, accepted: self.now)
        let numbers = entries.map { rows.append($0) }
        _ = try await self.connection.copy(into: JournalRows.statement, from: rows.encoder)
        _ = try await self.connection.pipeline(rows.headStatements())
        return numbers
    }

    /// Puts work into the due queue, before `journal`. Of two instants for the same work the one given last counts.
    ///
    /// The queue's own transactions lock items first and lanes last; whoever did the reverse would wait for them
    /// crosswise.
    public func schedule(_ items: [DueItem]) async throws {
        assert(!self.isNumbered, "items are scheduled before the lanes are locked")
        guard !items.isEmpty else { return }
        let sorted = DueItem.inLockingOrder(items)
        try await self.connection.run(
            """
            INSERT INTO due (what, key, at, clock, detail)
            SELECT * FROM unnest(\(sorted.map(\.what))::text[], \(sorted.map(\.key))::text[],
                \(sorted.map { Timestamp(microseconds: $0.at.microseconds) })::timestamptz[],
                \(sorted.map(\.clock.rawValue))::text[], \(sorted.map { $0.detail.map(JSONText.init) })::json[])
            ON CONFLICT (what, key) DO UPDATE
            SET at = excluded.at, clock = excluded.clock, detail = excluded.detail, attempts = 0
            """)
    }

    private func heads(of lanes: Set<Int>) async throws -> [Int: LaneHead] {
        let steps = LaneNumbering.steps(for: lanes)
        let answers = try await self.connection.pipeline(
            steps.map { step -> SQL in
                switch step {
                case .lock(let lanes):
                    "SELECT FROM lane WHERE lane = ANY(\(lanes.map { Int16($0) })) ORDER BY lane FOR UPDATE"
                case .read(let lanes):
                    "SELECT lane, head, chain FROM lane WHERE lane = ANY(\(lanes.map { Int16($0) }))"
                }
            })
        var heads: [Int: LaneHead] = [:]
        for case (.read, let rows) in zip(steps, answers) {
            for row in rows {
                let lane = Int(try row.decode("lane", as: Int16.self))
                heads[lane] = LaneHead(position: try row.decode("head"), chain: try row.decode("chain"))
            }
        }
        return heads
    }
}

/// How large an entry may be; set below what the broker takes.
struct JournalLimits: Sendable {
    /// Bytes of key, headers and value.
    var entryBytes = 900_000
}

/// An entry that no broker would take, refused before it could block its lane for ever.
public struct OversizedEntry: Error, CustomStringConvertible {
    /// The entry's type.
    public let type: String
    /// Its bytes.
    public let byteCount: Int
    /// The bytes that it may have.
    public let limit: Int

    /// What is too large, and by how much.
    public var description: String {
        "an entry of type \(self.type) has \(self.byteCount) bytes; the broker takes at most \(self.limit)"
    }
}
