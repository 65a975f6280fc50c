public import Domain
public import Machines
internal import Messages
public import Postgres

/// A transaction of the loop or of the due queue, with the journal at its end.
///
/// Whatever a handler does in it takes effect together with the position, or not at all.
public final class Transaction {
    /// The session that the transaction runs on.
    public let connection: Connection
    /// The business clock when the transaction began: the acceptance of all that it accepts.
    public let now: Instant
    /// Of the due queue's: up to which instant its handler may take items, as it was before `now`; none in the loop's.
    public let horizon: Instant?
    private let limits: JournalLimits
    /// Says of which database the journal may be written; any where nil.
    private var vetting: Vetting?
    private var isNumbered = false
    /// Whether anything has been scheduled that may be due by now.
    private(set) var hasScheduled = false

    init(
        connection: Connection, now: Instant, horizon: Instant? = nil, limits: JournalLimits, vetting: Vetting? = nil
    ) {
        self.connection = connection
        self.now = now
        self.horizon = horizon
        self.limits = limits
        self.vetting = vetting
    }

    /// Numbers `entries`, extends the chains and writes them: the last thing before COMMIT but for rows that carry
    /// the numbers.
    ///
    /// The heads of the lanes are locked in ascending order and stay locked until COMMIT, so that the order of
    /// positions is the order of commits. May be called once in a transaction.
    /// - Returns: the numbers, in the order of the entries.
    public func journal(_ entries: [JournalEntry]) async throws -> [JournalNumber] {
        try await self.journal(inLanes: Set(entries.map(\.lane))) { rows in
            try entries.map { try rows.append($0) }
        }
    }

    /// The same for entries that `body` makes one after another, all of them in lanes that were named.
    ///
    /// - Parameter bytes: What their rows will take, roughly.
    public func journal<Value>(
        inLanes lanes: Set<Int>, reservingCapacity bytes: Int = 0, _ body: (inout JournalRows) throws -> Value
    ) async throws -> Value {
        precondition(!self.isNumbered, "the lanes of a transaction are locked once, last")
        self.isNumbered = true
        let heads = lanes.isEmpty ? [:] : try await self.heads(of: lanes)
        var rows = JournalRows(heads: heads, accepted: self.now, limits: self.limits, reservingCapacity: bytes)
        let value = try body(&rows)
        guard rows.encoder.rowCount > 0 else { return value }
        try await self.connection.copy(rows.encoder, into: JournalRows.table, then: rows.headStatements())
        return value
    }

    /// Puts work into the due queue, before `journal`; the queue is told of what may be due by now. Of two instants for
    /// the same work the one given last counts.
    ///
    /// The queue's own transactions lock items first and lanes last; whoever did the reverse would wait for them
    /// crosswise.
    public func schedule(_ items: [DueItem]) async throws {
        assert(!self.isNumbered, "items are scheduled before the lanes are locked")
        guard !items.isEmpty else { return }
        if items.contains(where: { $0.clock == .machine || $0.at <= self.now }) { self.hasScheduled = true }
        try await self.connection.queue([DueItem.scheduling(items)])
    }

    /// Locks items of the due queue to the end of the transaction, before `journal` too. One that is there stays as it
    /// is; one that is not is put there, which is not announced.
    public func hold(_ items: [DueItem]) async throws {
        assert(!self.isNumbered, "items are held before the lanes are locked")
        guard !items.isEmpty else { return }
        try await self.connection.queue([DueItem.holding(items)])
    }

    /// Has all lanes go on behind a position, in a database that has gone back: `journal`, which follows, may write it.
    /// - Returns: the heads that the lanes had, by lane.
    func resume(behind position: (_ heads: [Int: Int64]) -> Int64) async throws -> [Int: Int64] {
        self.vetting = nil
        let heads = try await self.heads(of: Set(0..<Lane.count)).mapValues(\.position)
        try await self.connection.run("UPDATE lane SET head = \(position(heads))")
        return heads
    }

    private func heads(of lanes: Set<Int>) async throws -> [Int: LaneHead] {
        let steps = LaneNumbering.steps(for: lanes)
        let answers = try await self.connection.pipeline(
            steps.map { step -> SQL in
                switch step {
                case .lock(let lanes):
                    "SELECT FROM lane WHERE lane = ANY(\(lanes.map { Int16($0) })) ORDER BY lane FOR UPDATE"
                case .read(let lanes):
                    """
                    SELECT lane, head, chain, \(Vetting.incarnation) AS incarnation FROM lane
                    WHERE lane = ANY(\(lanes.map { Int16($0) }))
                    """
                }
            })
        var heads: [Int: LaneHead] = [:]
        for case (.read, let rows) in zip(steps, answers) {
            if let row = rows.first { try self.vetting?.require(try row.decode("incarnation")) }
            for row in rows { heads[Int(try row.decode("lane", as: Int16.self))] = try LaneHead(row) }
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
