import Domain
import Facts
import Kit
import Postgres
import Testing

@testable import Pipeline

@Suite(.timeLimit(.minutes(1)))
struct `Facts` {
    private let now = at("2021-04-10T09:00:00+08:00")

    /// Reads as supervision does.
    private func reading<Value>(_ office: Office, _ body: (FactsReader) async throws -> Value) async throws -> Value {
        try await office.pool.withConnection { try await body(FactsReader($0)) }
    }

    @Test func `are the same for a unit that is asked for twice`() async throws {
        try await Office.lending { office in
            try await office.owners.themeDay("april", at: "b-1", on: "2021-04-09T14:30:00+08:00")
            try await office.owners.deadLetter(of: "b-1", on: "2021-04-10")
            try await office.owners.members(12, of: "b-1")
            try await office.owners.committee(of: "b-1", elected: "2019-05-05", years: 3)
            try await office.owners.committee(of: "b-1", elected: "2020-05-05", years: nil, members: 4)

            let facts = try await self.reading(office) { reader in
                try await reader.facts(of: ["b-1", "g", "b-1"], at: reader.positions(), knownAt: self.now)
            }

            #expect(facts.map(\.unit) == ["b-1", "g", "b-1"])
            for unit in [facts[0], facts[2]] {
                #expect(unit.records.count == 1)
                #expect(unit.deadLetters.count == 1)
                #expect(unit.counts.count == 1)
                #expect(unit.committees.map(\.years) == [3, nil])
                #expect(unit.committees.map(\.members) == [5, 4])
                #expect(Set(unit.units.map(\.code)) == ["b-1", "g", "c"])
                #expect(unit.duties.count == 1)
            }
        }
    }

    @Test func `are those of the positions they are asked at, whatever came later`() async throws {
        try await Office.lending { office in
            try await office.owners.themeDay("april", at: "b-1", on: "2021-04-09T14:30:00+08:00")
            try await office.owners.watermark("w-1", until: "2021-04-10")
            let positions = try await self.reading(office) { try await $0.positions() }
            let before = try await self.reading(office) {
                try await $0.facts(of: ["b-1"], at: positions, knownAt: self.now)
            }

            try await office.owners.retract("april", at: "b-1", on: "2021-04-09T14:30:00+08:00", by: "r-1")
            try await office.owners.watermark("w-2", until: "2021-04-12")
            try await office.owners.members(12, of: "b-1")
            try await office.owners.committee(of: "b-1", elected: "2020-05-05", years: 3)
            try await office.owners.unit("b-1", .branch, parent: "c", from: "2021-04-01")
            let after = try await self.reading(office) {
                try await $0.facts(of: ["b-1"], at: positions, knownAt: self.now)
            }

            #expect(before.map(\.canonicalLines) == after.map(\.canonicalLines))
        }
    }

    @Test func `are the same with a memory of the register as without, also once that has changed`() async throws {
        try await Office.lending { office in
            try await office.owners.members(12, of: "b-1")
            try await office.owners.committee(of: "b-1", elected: "2019-05-05", years: 3)
            try await office.owners.watermark("w-1", until: "2021-04-10")
            let memory = RegisterMemory()
            func read(_ units: [UnitCode], remembering memory: RegisterMemory?) async throws -> [[UInt8]] {
                try await office.pool.withConnection { connection in
                    let reader = FactsReader(connection, remembering: memory)
                    return try await reader.facts(of: units, at: reader.positions(), knownAt: self.now)
                        .map(\.canonicalLines)
                }
            }

            for units: [UnitCode] in [["b-1"], ["g", "b-1"], ["b-1", "none"]] {
                #expect(try await read(units, remembering: memory) == read(units, remembering: nil))
            }
            try await office.owners.unit("d", .committee, parent: nil)
            try await office.owners.unit("b-1", .branch, parent: "d", from: "2021-04-01")
            try await office.owners.members(13, of: "b-1", from: "2021-04-01")

            #expect(try await read(["b-1"], remembering: memory) == read(["b-1"], remembering: nil))
        }
    }

    @Test func `of the register are read once for as long as it says the same`() async throws {
        try await Office.lending { office in
            let memory = RegisterMemory()
            func rowsRead() async throws -> Int64 {
                let rows = try await office.rowsRead(of: ["unit"]) { connection in
                    let reader = FactsReader(connection, remembering: memory)
                    _ = try await reader.facts(of: ["b-1"], at: reader.positions(), knownAt: self.now)
                }
                return rows.scanned + rows.foundByIndex
            }

            let first = try await rowsRead()
            let second = try await rowsRead()
            try await office.owners.members(12, of: "b-1")
            let third = try await rowsRead()

            #expect(first > 0 && second == 0 && third > 0)
        }
    }

    @Test func `of one unit cost no look at those of all others`() async throws {
        try await Office.lending { office in
            try await office.fillWithRecordsOfOthers()
            _ = try await office.database.run(
                """
                INSERT INTO registry.unit (code, valid_from, name, kind, parent, recorded, accepted, position)
                SELECT 'x-' || n, '2020-01-01', 'x', 'branch', 'g', now(), now(), 0 FROM generate_series(1, 20000) n
                """)

            let rows = try await office.rowsRead(of: ["record", "journal", "unit"]) { connection in
                let reader = FactsReader(connection)
                _ = try await reader.facts(of: ["b-1"], at: reader.positions(), knownAt: self.now)
                _ = try await reader.units(under: "b-1")
            }

            #expect(rows.scanned == 0)
        }
    }

    @Test func `cost no more where a source has sent a watermark every hour for years`() async throws {
        try await Office.lending { office in
            _ = try await office.database.run(
                """
                INSERT INTO activity.watermark (identity, source, until, recorded, accepted, cluster, topic,
                    ends, event_id, value, position, recorded_until, position_until)
                SELECT gen_random_uuid(), '/campus/oa', hour, hour, hour, 'c1', 'in', '{}', 'w', '', 0, next, 0
                FROM (SELECT hour, coalesce(lead(hour) OVER (ORDER BY hour), 'infinity') AS next
                    FROM generate_series('2019-01-01Z'::timestamptz, '2021-04-01Z', '1 hour') AS hour) AS hours
                """)

            var marks: [Watermark] = []
            let rows = try await office.rowsRead(of: ["watermark"]) { connection in
                let reader = FactsReader(connection)
                marks = try await reader.facts(of: ["b-1"], at: reader.positions(), knownAt: self.now)[0].watermarks
            }

            #expect(marks.map(\.until) == [at("2021-04-01T08:00:00+08:00")])
            #expect(rows.scanned == 0)
            #expect(rows.foundByIndex == 1)
        }
    }
}
