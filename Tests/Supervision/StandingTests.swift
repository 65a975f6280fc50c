import Domain
import Facts
import Kit
import Postgres
import ServiceKit
import Testing

@testable import Pipeline
@testable import Supervision

@Suite(.timeLimit(.minutes(2)))
struct `Whatever is told in whatever order, what stands` {
    @Test(arguments: 0..<8)
    func `is what judging everything says, and so is when to look again`(seed: UInt64) async throws {
        try await Office.lending { office in
            try await office.owners.unit("b-2", .branch, parent: "g")
            try await office.settle()
            var teller = RandomTeller(seed: seed, office)
            for step in 0..<60 {
                try await teller.tell()
                if teller.random.oneIn(3) { try await teller.tell() }

                try await office.settle()

                let whole = try await office.judgedAsAWhole()
                #expect(try await office.standing() == whole.verdicts, "seed \(seed), step \(step)")
                #expect(try await office.due() == whole.due, "seed \(seed), step \(step)")
            }
        }
    }

    @Test func `costs a look at few records, however many there are`() async throws {
        try await Office.lending { office in
            office.turn(to: "2025-12-10T09:00:00+08:00")
            for year in 2021...2025 {
                for month in 1...11 {
                    let start = "\(year)-\(month < 10 ? "0" : "")\(month)-09T14:30:00+08:00"
                    try await office.owners.themeDay("t-\(year)-\(month)", at: "b-1", on: start)
                }
            }
            try await office.settle()
            try await office.fillWithRecordsOfOthers()
            _ = try await office.database.run("ANALYZE")

            let april = try await office.judging("b-1", toldOf: "2025-04-20")
            let everything = try await office.judging("b-1", toldOf: nil)

            // Of what runs, the last quarter's; of what was told, April's and what lies between.
            #expect(april == RecordsRead(scanned: 0, found: 8))
            #expect(everything == RecordsRead(scanned: 0, found: 55))
        }
    }
}

/// Rows of records that were read, because no index led to what was asked for, and by an index.
private struct RecordsRead: Hashable {
    let scanned: Int64
    let found: Int64
}

extension Office {
    /// Judges a unit, of which something is told or everything, and counts the records that are read.
    fileprivate func judging(_ unit: UnitCode, toldOf day: String?) async throws -> RecordsRead {
        let judge = self.handler.judge
        let scope = day.flatMap { judge.pack.scope(of: .themeDay, at: at($0)) } ?? .everything
        return try await self.transaction { transaction in
            let counts: SQL = """
                SELECT seq_tup_read AS scanned, idx_tup_fetch AS found FROM pg_stat_xact_all_tables
                WHERE schemaname = 'activity' AND relname = 'record'
                """
            let before = try await transaction.connection.run(counts)[0]
            try await transaction.schedule([.judging(unit, at: transaction.now)])
            try await judge.judge(
                [unit], told: [unit: scope], from: Standpoint(now: transaction.now, settled: nil), in: transaction)
            let after = try await transaction.connection.run(counts)[0]
            func difference(_ column: String) throws -> Int64 {
                try after.decode(column, as: Int64.self) - before.decode(column, as: Int64.self)
            }
            return RecordsRead(scanned: try difference("scanned"), found: try difference("found"))
        }
    }

    /// The verdicts that are stored, without those that bind no more.
    fileprivate func standing() async throws -> [String] {
        let lines: [String] = try await self.database.run(
            """
            SELECT concat_ws(' ', unit, requirement, window_from, window_through, verdict, reason,
                CASE WHEN late THEN 'late' END, CASE WHEN filed_late THEN 'filed-late' END) AS line
            FROM supervision.verdict WHERE verdict <> 'not-applicable'
            """
        ).decode("line")
        return lines.sorted()
    }

    /// What reading and judging everything says now.
    fileprivate func judgedAsAWhole() async throws -> (verdicts: [String], due: [String: Instant]) {
        let now = Instant(microseconds: self.clock.now())
        let facts = try await self.pool.withConnection { connection in
            let reader = FactsReader(connection)
            return try await reader.facts(
                of: reader.units(under: nil), at: reader.positions(), knownAt: now)
        }
        var verdicts: [String] = []
        var due: [String: Instant] = [:]
        for facts in facts {
            let findings = UnitFindings(facts, among: nil, by: self.handler.judge.pack, asOf: now)
            due[facts.unit.rawValue] = findings.nextChange
            for found in findings.found where found.finding.verdict != .notApplicable {
                let words: [String?] = [
                    facts.unit.rawValue, found.name.requirement.rawValue, found.window?.from.description,
                    found.window?.through.description, found.finding.verdict.rawValue, found.finding.reason,
                    found.finding.isLate ? "late" : nil, found.finding.isFiledLate ? "filed-late" : nil,
                ]
                verdicts.append(words.compactMap(\.self).joined(separator: " "))
            }
        }
        return (verdicts.sorted(), due)
    }
}
