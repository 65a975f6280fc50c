import Domain
import Facts
import Kit
import Postgres
import Testing

@testable import Supervision

@Suite(.timeLimit(.minutes(1)))
struct `A source` {
    @Test func `that falls silent has one notice, until it speaks again`() async throws {
        try await Office.lending { office in
            try await office.owners.source("/campus/oa", reports: [.themeDay], for: "b-1")
            try await office.owners.watermark("w-1", until: "2021-04-08")
            try await office.settle()
            #expect(try await office.notices().isEmpty)

            office.turn(to: "2021-04-12T08:59:59+08:00")
            try await office.settle()
            #expect(try await office.notices().isEmpty)

            office.turn(to: "2021-04-12T09:00:00+08:00")
            try await office.settle()
            #expect(try await office.notices() == ["/campus/oa b-1 v1 raised"])

            office.turn(to: "2021-04-13")
            try await office.owners.watermark("w-2", until: "2021-04-10")
            try await office.settle()
            #expect(try await office.notices() == ["/campus/oa b-1 v2 resolved"])

            office.turn(to: "2021-04-20")
            try await office.settle()
            #expect(try await office.notices() == ["/campus/oa b-1 v3 raised"])
        }
    }

    @Test func `has a notice that names it and its owner, and no requirement`() async throws {
        try await Office.lending { office in
            try await office.owners.watermark("w-1", until: "2021-04-08")
            try await office.settle()
            office.turn(to: "2021-04-20")
            try await office.settle()

            let body = try await office.database.run(
                "SELECT body::text FROM supervision.alert WHERE source IS NOT NULL")
            let notice = try Document(try body[0].decode("body", as: String.self))

            #expect(notice["severity"] == "notice" && notice["requirement"] == nil && notice["verdict"] == nil)
            #expect(notice["unit"] == #"{"id":"c","path":"/c","name":"unit c"}"#)
            #expect(notice["source"] == #"{"id":"/campus/oa","name":"OA","until":"2021-04-08T00:00:00+08:00"}"#)
            #expect(notice["tell"] == #"[{"role":"office","unit":"c"}]"#)
            #expect(notice["asOf"] == "2021-04-20T00:00:00+08:00")
        }
    }

    @Test func `that has never spoken is given its time from the day on which alerts began`() async throws {
        try await Office.lending(goLive: day("2021-04-10")) { office in
            try await office.settle()
            let first = try await office.notices()
            office.turn(to: "2021-04-12")
            try await office.settle()

            #expect(first.isEmpty)
            #expect(try await office.notices() == ["/campus/oa c v1 raised"])
        }
    }

    @Test func `that is no longer expected to report has no notice`() async throws {
        try await Office.lending { office in
            try await office.settle()
            let silent = try await office.notices()
            try await office.owners.source("/campus/oa", reports: [.themeDay], for: "c", through: "2021-04-11")
            try await office.settle()
            let stillExpected = try await office.notices()
            office.turn(to: "2021-04-12")
            try await office.settle()

            #expect(silent == ["/campus/oa c v1 raised"] && stillExpected == silent)
            #expect(try await office.notices() == ["/campus/oa c v2 resolved"])
        }
    }

    @Test func `is silent about a kind or a subtree that its watermarks leave out`() async throws {
        try await Office.lending { office in
            try await office.owners.watermark("w-1", until: "2021-04-08", unit: "b-1")
            try await office.settle()

            #expect(try await office.notices() == ["/campus/oa c v1 raised"])
        }
    }
}
