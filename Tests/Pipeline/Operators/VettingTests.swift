import Domain
import Kit
import Messages
import Postgres
import Testing

@testable import Pipeline

@Suite
struct `A journal that may be written` {
    @Test func `lies in the database that was compared with the topics, and in no other`() async throws {
        try await Playground.lending { playground in
            let vetting = Vetting()
            func write() async throws {
                try await playground.pool.withConnection { connection in
                    try await connection.transaction { connection in
                        let transaction = Transaction(
                            connection: connection, now: .distantPast, limits: JournalLimits(), vetting: vetting)
                        _ = try await transaction.journal([.entry("a", lane: 1)])
                    }
                }
            }
            await #expect(throws: UnvettedDatabase.self) { try await write() }
            let incarnation = try await playground.pool.withConnection { connection in
                try await connection.run("SELECT \(Vetting.incarnation) AS incarnation")[0]
                    .decode("incarnation", as: String.self)
            }
            vetting.set(incarnation)
            try await write()
            // What is restored table by table is another table under the same name.
            _ = try await playground.database.run("VACUUM FULL notification.lane")
            await #expect(throws: UnvettedDatabase.self) { try await write() }

            #expect(try await playground.database.count("SELECT count(*) FROM notification.journal") == 1)
        }
    }

    @Test(
        arguments: [
            (8, "x", 7, nil, true), (7, "x", 7, "x", false), (7, "x", 7, "y", true), (3, "x", 7, nil, false),
            (7, "x", 1_000_000_001, nil, false), (1_000_000_007, "x", 40, nil, true), (0, "", 0, nil, false),
        ] as [(Int64, String, Int64, String?, Bool)])
    func `has gone back where a topic holds what it does not have`(
        position: Int64, digest: String, head: Int64, known: String?, isBehind: Bool
    ) {
        let tail = TopicTail(topic: "out", lane: 1, position: position, digest: digest)

        #expect(JournalComparison(head: head, digest: known).isBehind(tail) == isBehind)
    }
}
