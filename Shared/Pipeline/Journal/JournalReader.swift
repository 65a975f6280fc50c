public import Machines
public import Postgres

/// Reads a service's journal through its published views, lane by lane and in pieces: a journal has millions of
/// entries.
public struct JournalReader {
    /// Positions that one reading asks for. A range of them costs what lies in it, however long the lane is; a limit
    /// behind an order may have the database sort the rest of the lane each time.
    private static let piecePositions: Int64 = 5_000
    /// Bytes of values that one reading brings at most, but for the last entry.
    private static let pieceBytes: Int64 = 16 << 20

    /// The service, which is also its schema.
    public let service: String
    private let connection: Connection

    /// A reader of the journal of `service`, on a session that may read the `…_v1` views.
    public init(_ service: String, on connection: Connection) {
        self.service = service
        self.connection = connection
    }

    /// The heads of the lanes, by lane.
    public func heads() async throws -> [Int: LaneHead] {
        var heads: [Int: LaneHead] = [:]
        for row in try await self.connection.run(
            "SELECT lane, head, chain FROM \(identifier: self.service).head_v1")
        {
            let lane = Int(try row.decode("lane", as: Int16.self))
            heads[lane] = try LaneHead(row)
        }
        return heads
    }

    /// Lends all entries of a lane in order, piece by piece; those behind its head too.
    /// - Parameter types: Only entries of these types; all where nil.
    public func forEachPiece(
        of lane: Int, types: [String]? = nil, _ body: ([JournaledEntry]) async throws -> Void
    ) async throws {
        var position: Int64 = 0
        // A lane may go on far behind its head: what lies next is asked for.
        while let next = try await self.position(of: lane, after: position) {
            position = next - 1
            let limit = position + Self.piecePositions
            let (entries, isWhole) = try await self.entries(of: lane, after: position, through: limit, types)
            if !entries.isEmpty { try await body(entries) }
            position = isWhole ? limit : entries.last?.number.position ?? limit
        }
    }

    private func position(of lane: Int, after position: Int64) async throws -> Int64? {
        let rows = try await self.connection.run(
            """
            SELECT min(position) AS next FROM \(identifier: self.service).journal_v1
            WHERE lane = \(Int16(lane)) AND position > \(position)
            """)
        return try rows.first?.decode("next", as: Int64?.self) ?? nil
    }

    /// The entries of a range, and whether these are all: fewer where their values are too long together.
    private func entries(
        of lane: Int, after position: Int64, through limit: Int64, _ types: [String]?
    ) async throws -> (entries: [JournaledEntry], isWhole: Bool) {
        let rows = try await self.connection.run(
            """
            SELECT \(JournaledEntry.columns), whole
            FROM (
                SELECT *, count(*) OVER () AS whole,
                    sum(coalesce(octet_length(value), 0)) OVER (ORDER BY position) AS bytes
                FROM \(identifier: self.service).journal_v1
                WHERE lane = \(Int16(lane)) AND position > \(position) AND position <= \(limit)
                    AND (\(types)::text[] IS NULL OR type = ANY(\(types)::text[]))) AS piece
            WHERE bytes - coalesce(octet_length(value), 0) <= \(Self.pieceBytes) ORDER BY position
            """)
        let whole = try rows.first?.decode("whole", as: Int64.self) ?? 0
        return (try rows.map { try JournaledEntry($0) }, rows.count == whole)
    }
}
