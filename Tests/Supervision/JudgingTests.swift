import Domain
import Facts
import Kit
import Messages
import Postgres
import Testing

@testable import Pipeline
@testable import Supervision

@Suite(.timeLimit(.minutes(1)))
struct `Judging` {
    @Test func `finds a verdict for each window that has begun, and looks again when one can change`() async throws {
        try await Office.lending { office in
            try await office.settle()

            let (march, april) = (try await office.verdict(from: "2021-03-01"), try await office.verdict())
            let due = try await office.due()

            #expect(march == "unknown behind:/campus/oa")
            #expect(april == "open")
            // The list of problems is due by the 15th, before April is due soon.
            #expect(due["b-1"] == at("2021-04-16"))
            #expect(try await office.verdict(of: "c") == nil)
        }
    }

    @Test func `raises a reminder when the end is near, changes it when the window closes, resolves it when met`()
        async throws
    {
        try await Office.lending { office in
            try await office.owners.themeDay("march", at: "b-1", on: "2021-03-09T14:30:00+08:00")
            try await office.settle()

            office.turn(to: "2021-04-24")
            try await office.settle()
            #expect(try await office.alerts() == ["b-1 2021-04-01 v1 raised reminder due-soon"])

            office.turn(to: "2021-05-05")
            try await office.owners.watermark("w-1", until: "2021-05-05")
            try await office.settle()
            #expect(try await office.alerts() == ["b-1 2021-04-01 v2 changed breach not-met"])

            try await office.owners.themeDay("april", at: "b-1", on: "2021-04-20T14:30:00+08:00")
            try await office.settle()
            #expect(try await office.alerts() == ["b-1 2021-04-01 v3 resolved breach met"])
            #expect(try await office.verdict() == "met filed-late")

            try await office.owners.retract("april", at: "b-1", on: "2021-04-20T14:30:00+08:00", by: "r-1")
            try await office.settle()
            #expect(try await office.alerts() == ["b-1 2021-04-01 v4 raised breach not-met"])
            #expect(
                try await office.published() == [
                    "1 raised reminder due-soon", "2 changed breach not-met", "3 resolved breach met",
                    "4 raised breach not-met",
                ])
        }
    }

    @Test func `says again what stands only when it says something else`() async throws {
        try await Office.lending { office in
            office.turn(to: "2021-05-05")
            try await office.owners.themeDay("march", at: "b-1", on: "2021-03-09T14:30:00+08:00")
            try await office.owners.watermark("w-1", until: "2021-05-05")
            try await office.settle()
            let first = try await office.published()

            // What bears on another window, or on nothing, is no news about this one.
            try await office.owners.themeDay("may", at: "b-1", on: "2021-05-04T14:30:00+08:00")
            try await office.owners.watermark("w-2", until: "2021-05-05")
            try await office.settle()
            let second = try await office.published()

            // What was held and does not count is.
            try await office.owners.themeDay("short", at: "b-1", on: "2021-04-20T14:30:00+08:00", practice: 20)
            try await office.settle()
            let third = try await office.published()

            #expect(first == ["1 raised breach not-met"])
            #expect(second == first)
            #expect(third == first + ["2 changed breach not-met"])
        }
    }

    @Test func `raises nothing for what nobody can know`() async throws {
        try await Office.lending { office in
            office.turn(to: "2021-05-05")
            try await office.settle()
            #expect(try await office.verdict() == "unknown behind:/campus/oa")
            #expect(try await office.alerts().isEmpty)

            try await office.owners.watermark("w-1", until: "2021-05-05")
            try await office.owners.deadLetter(of: "b-1", on: "2021-04-20T14:30:00+08:00")
            try await office.settle()
            #expect(try await office.verdict() == "unknown dead-letter")
            #expect(try await office.alerts() == ["b-1 2021-03-01 v1 raised breach not-met"])
        }
    }

    @Test func `leaves an alert that stands where a refused record makes the verdict unknown`() async throws {
        try await Office.lending { office in
            office.turn(to: "2021-05-05")
            try await office.owners.themeDay("march", at: "b-1", on: "2021-03-09T14:30:00+08:00")
            try await office.owners.watermark("w-1", until: "2021-05-05")
            try await office.settle()

            try await office.owners.deadLetter(of: "b-1", on: "2021-04-20T14:30:00+08:00")
            try await office.settle()

            #expect(try await office.verdict() == "unknown dead-letter")
            #expect(try await office.alerts() == ["b-1 2021-04-01 v1 raised breach not-met"])
        }
    }

    @Test func `judges a unit anew when the letter that kept it unknown is dismissed`() async throws {
        try await Office.lending { office in
            office.turn(to: "2021-05-05")
            try await office.owners.watermark("w-1", until: "2021-05-05")
            let letter = try await office.owners.deadLetter(of: "b-1", on: "2021-04-20T14:30:00+08:00")
            try await office.settle()
            let before = try await office.verdict()

            try await office.owners.dismiss(letter, of: "b-1")
            try await office.settle()

            #expect(before == "unknown dead-letter")
            #expect(try await office.verdict() == "not-met")
        }
    }

    @Test func `raises nothing for windows that closed before alerts began`() async throws {
        try await Office.lending(goLive: day("2021-04-01")) { office in
            office.turn(to: "2021-05-05")
            try await office.owners.watermark("w-1", until: "2021-05-05")
            try await office.settle()

            #expect(try await office.verdict(from: "2021-03-01") == "not-met")
            #expect(try await office.alerts() == ["b-1 2021-04-01 v1 raised breach not-met"])
        }
    }

    @Test func `judges a limit without a window`() async throws {
        try await Office.lending { office in
            try await office.settle()
            #expect(try await office.verdict(from: nil, "branch-size") == "unknown no-count")

            try await office.owners.members(51, of: "b-1")
            try await office.settle()
            #expect(try await office.alerts(of: "branch-size") == ["b-1 - v1 raised warning not-met"])

            try await office.owners.members(50, of: "b-1", from: "2021-04-01")
            try await office.settle()
            #expect(try await office.alerts(of: "branch-size") == ["b-1 - v2 resolved warning met"])
        }
    }

    @Test func `resolves what a unit no longer owes`() async throws {
        try await Office.lending { office in
            office.turn(to: "2021-04-25")
            try await office.settle()
            #expect(try await office.alerts() == ["b-1 2021-04-01 v1 raised reminder due-soon"])

            try await office.owners.unit("b-1", .group, parent: "g", from: "2021-04-20")
            try await office.settle()

            #expect(try await office.alerts() == ["b-1 2021-04-01 v2 resolved reminder not-applicable"])
            #expect(try await office.verdict() == "not-applicable")
            let changes = try await office.changes()
            try await office.owners.themeDay("x", at: "b-1", on: "2021-04-24T14:30:00+08:00")
            try await office.settle()
            #expect(try await office.changes() == changes)
        }
    }

    @Test func `resolves what a unit owed that has ended`() async throws {
        try await Office.lending { office in
            office.turn(to: "2021-04-25")
            try await office.settle()

            try await office.owners.unit("b-1", .branch, parent: "g", through: "2021-04-22")
            try await office.settle()

            #expect(try await office.alerts() == ["b-1 2021-04-01 v2 resolved reminder not-applicable"])
        }
    }

    @Test func `is done by one at a time, and says a thing once`() async throws {
        try await Office.lending { office in
            office.turn(to: "2021-04-25")
            let judge = office.handler.judge

            try await withThrowingTaskGroup(of: Void.self) { judges in
                for _ in 0..<4 {
                    judges.addTask {
                        try await office.transaction { transaction in
                            try await transaction.schedule([
                                .judging(UnitCode(rawValue: "b-1"), at: transaction.now)
                            ])
                            let standpoint = Standpoint(now: transaction.now, settled: transaction.now)
                            try await judge.judge(["b-1"], from: standpoint, in: transaction)
                        }
                    }
                }
                try await judges.waitForAll()
            }

            #expect(try await office.published() == ["1 raised reminder due-soon"])
            // One for each duty.
            let duties = try await office.database.count("SELECT count(*) FROM supervision.verdict")
            #expect(try await office.changes() == duties)
        }
    }

    @Test func `gives the same again when everything is read again`() async throws {
        try await Office.lending { office in
            office.turn(to: "2021-05-05")
            try await office.owners.watermark("w-1", until: "2021-05-05")
            try await office.settle()
            let entries = try await office.database.count("SELECT count(*) FROM supervision.journal")

            for owner in ["registry", "activity"] {
                _ = try await office.database.run("DELETE FROM \(identifier: owner).published")
            }
            try await office.settle()

            #expect(try await office.database.count("SELECT count(*) FROM supervision.journal") == entries)
        }
    }

    @Test func `names in each change the positions and digests that it was computed from`() async throws {
        try await Office.lending { office in
            try await office.owners.themeDay("april", at: "b-1", on: "2021-04-09T14:30:00+08:00")
            try await office.settle()

            let row = try await office.database.run(
                """
                SELECT convert_from(j.value, 'UTF8') AS value, v.lane = j.lane AND v.position = j.position AS is_cited,
                    (SELECT head FROM registry.head_v1 WHERE lane = 0) AS registry
                FROM supervision.verdict v JOIN supervision.journal j USING (lane, position)
                WHERE v.unit = 'b-1' AND v.requirement = 'theme-day' AND v.window_from = '2021-04-01'
                """)[0]
            let data = try Document(try row.decode("value", as: String.self))

            #expect(try row.decode("is_cited"))
            #expect(data["unit"] == "b-1" && data["requirement"] == "theme-day" && data["verdict"] == "met")
            #expect(data["window"] == #"{"from":"2021-04-01","to":"2021-04-30"}"#)
            #expect(data["before"] == nil)
            #expect(data["asOf"] == "2021-04-10T09:00:00+08:00")
            #expect(data["inputs"]?.hasPrefix("sha256:") == true)
            let registry = try row.decode("registry", as: Int64.self)
            let lane = Lane.index(ofUnit: "b-1")
            #expect(
                data["positions"]
                    == #"{"registry":\#(registry),"activity":{"lane":\#(lane),"position":1},"watermarks":0,"waivers":0}"#
            )
        }
    }
}
