import Crypto
import Domain
import Kit
import Postgres
import ServiceKit
import Testing

@testable import Pipeline

@Suite(.timeLimit(.minutes(1)))
struct `The journal` {
    @Test func `numbers each lane without gaps, whoever writes at the same time`() async throws {
        try await Playground.lending { playground in
            try await withThrowingTaskGroup(of: Void.self) { writers in
                for writer in 0..<4 {
                    writers.addTask {
                        for round in 0..<10 {
                            try await playground.transaction { transaction in
                                let lanes = [writer % 2, 2, 3 - writer % 2]
                                _ = try await transaction.journal(
                                    lanes.map { .entry("\(writer)-\(round)", lane: $0) })
                            }
                        }
                    }
                }
                try await writers.waitForAll()
            }

            let rows = try await playground.database.run(
                """
                SELECT lane, count(*) AS entries, min(position) AS first, max(position) AS last
                FROM notification.journal GROUP BY lane ORDER BY lane
                """)
            let heads = try await playground.database.run(
                "SELECT lane, head FROM notification.lane WHERE head > 0 ORDER BY lane")

            #expect(try rows.map { try $0.decode("lane", as: Int16.self) } == [0, 1, 2, 3])
            for (row, head) in zip(rows, heads) {
                #expect(try row.decode("first", as: Int64.self) == 1)
                #expect(try row.decode("last", as: Int64.self) == row.decode("entries", as: Int64.self))
                #expect(try head.decode("head", as: Int64.self) == row.decode("last", as: Int64.self))
            }
        }
    }

    @Test func `chains the digests of a lane's entries up to its head`() async throws {
        try await Playground.lending { playground in
            for text in ["first", "second", "third"] {
                try await playground.transaction { _ = try await $0.journal([.entry(text, lane: 5)]) }
            }

            let digests = try await playground.database.run(
                "SELECT digest FROM notification.journal WHERE lane = 5 ORDER BY position")
            let head = try await playground.database.run("SELECT chain FROM notification.lane WHERE lane = 5")

            var chain = [UInt8](repeating: 0, count: 32)
            for row in digests {
                var hasher = SHA256()
                hasher.update(chain)
                hasher.update(try row.decode("digest", as: [UInt8].self))
                chain = hasher.finish().bytes
            }
            #expect(try head[0].decode("chain", as: [UInt8].self) == chain)
        }
    }

    @Test func `digests all that is kept of an entry, and tells what is absent from what is empty`() {
        let entry = JournalEntry.entry("text", lane: 3)
        var others = [entry, entry, entry, entry, entry, entry, entry, entry]
        others[0].source = ""
        others[1].id = ""
        others[2].cause = ""
        others[3].key = nil
        others[4].value = nil
        others[5].headers = [JournalHeader("ce_time", "now")]
        others[6].headers = [JournalHeader(name: "ce_time", value: nil)]
        others[7].topic = "elsewhere"

        var digests = Set(([entry] + others).map { $0.digest(acceptedAt: Instant(microseconds: 1)) })
        digests.insert(entry.digest(acceptedAt: Instant(microseconds: 2)))

        #expect(digests.count == 10)
    }

    @Test func `gives back the headers of an entry, text or not`() throws {
        let headers = [
            JournalHeader("ce_time", "2021-05-05T00:00:00Z"), JournalHeader(name: "none", value: nil),
            JournalHeader(name: "bytes", value: [0xff, 0x00, 0x41]), JournalHeader(name: "empty", value: []),
        ]

        let written = JournalHeaders(headers)
        let stored = JournalHeaders(json: written.json() ?? [])

        #expect(try written.read() == headers)
        #expect(try stored.read() == headers)
        #expect(stored.json() == written.json())
    }

    @Test func `refuses an entry that no broker would take, before anything is numbered`() async throws {
        try await Playground.lending { playground in
            let large = JournalEntry(
                topic: "out", lane: 0, key: nil, type: "said", value: [UInt8](repeating: 0x20, count: 1_000_000))

            await #expect(throws: OversizedEntry.self) {
                try await playground.transaction { _ = try await $0.journal([large]) }
            }

            let numbered = try await playground.database.count("SELECT sum(head)::bigint FROM notification.lane")
            #expect(numbered == 0)
        }
    }

    @Test func `cannot be changed by the service that writes it`() async throws {
        try await Playground.lending { playground in
            try await playground.transaction { _ = try await $0.journal([.entry("kept", lane: 0)]) }

            let error = await #expect(throws: DatabaseError.self) {
                try await playground.pool.withConnection { try await $0.run("DELETE FROM journal") }
            }

            #expect(error?.sqlState?.rawValue == "42501")
        }
    }
}
