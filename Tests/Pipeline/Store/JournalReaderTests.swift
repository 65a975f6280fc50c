import Kit
import Postgres
import Testing

@testable import Pipeline

@Suite(.timeLimit(.minutes(1)))
struct `A reader of a journal` {
    @Test func `is lent a lane once, in order and in pieces that fit memory, over long values and gaps`() async throws {
        try await Playground.lending { playground in
            try await self.fill(playground.database)

            try await playground.pool.withConnection { connection in
                var positions: [Int64] = []
                var longest = 0
                try await JournalReader("notification", on: connection).forEachPiece(of: 5) { piece in
                    #expect(!piece.isEmpty)
                    positions += piece.map(\.number.position)
                    longest = max(longest, piece.reduce(0) { $0 + ($1.entry.value?.count ?? 0) })
                }

                #expect(positions == Array(1...100) + Array(10_200...12_000))
                // Two of the long ones do not fit together, but the one that goes too far comes along.
                #expect(longest < 2 * 9 << 20 + 12_000 * 8)
            }
        }
    }

    @Test func `is lent entries of some types only`() async throws {
        try await Playground.lending { playground in
            try await self.fill(playground.database)

            try await playground.pool.withConnection { connection in
                var positions: [Int64] = []
                try await JournalReader("notification", on: connection).forEachPiece(of: 5, types: ["rare"]) { piece in
                    positions += piece.map(\.number.position)
                }

                #expect(positions == [12_000])
            }
        }
    }

    /// A lane of 12,000 entries, three of them long, from which most are gone.
    private func fill(_ database: ScratchDatabase) async throws {
        _ = try await database.run(
            """
            INSERT INTO notification.journal (lane, position, accepted, topic, type, value, digest)
            SELECT 5, n, now(), 'out', CASE WHEN n = 12000 THEN 'rare' ELSE 'said' END,
                decode(repeat('2a', CASE WHEN n BETWEEN 3 AND 5 THEN 9 << 20 ELSE 8 END), 'hex'), ''
            FROM generate_series(1, 12000) AS n WHERE n NOT BETWEEN 101 AND 10199
            """)
    }
}
