import Domain
import Kafka
import Kit
import Messages
import Postgres
import Testing

@testable import Pipeline
@testable import Supervision

@Suite(.timeLimit(.minutes(1)))
struct `A waiver` {
    private let april = Period(from: day("2021-04-01"), through: day("2021-04-30"))

    private func waive(
        _ period: Period? = nil, of unit: UnitCode = "b-1", from requirement: RequirementID = "theme-day"
    ) -> SupervisionCommand {
        .waive(
            WaiverOrder(
                unit: unit, requirement: requirement, period: period ?? self.april, basis: "实习期间，上级同意"))
    }

    private func revoke(_ waiver: String, from day: Day? = nil) -> SupervisionCommand {
        .revokeWaiver(WaiverRevocation(waiver: waiver, reason: "实习取消", from: day))
    }

    @Test func `turns what is not met into waived and resolves its alert, until it is taken back`() async throws {
        try await Office.lending { office in
            try await office.aprilIsMissed()
            #expect(try await office.alerts() == ["b-1 2021-04-01 v1 raised breach not-met"])

            let name = try #require(try await office.send(self.waive(), as: "k-1").waiver)
            #expect(try await office.verdict() == "waived")
            #expect(try await office.alerts() == ["b-1 2021-04-01 v2 resolved breach waived"])

            // A revocation holds from its day on; the last day of April lies before it.
            office.turn(to: "2021-05-06")
            _ = try await office.send(self.revoke(name), as: "k-2")
            #expect(try await office.verdict() == "waived")
        }
    }

    @Test func `taken back from its first day on was never one, and the duty's alert stands again`() async throws {
        try await Office.lending { office in
            try await office.aprilIsMissed()
            let name = try #require(try await office.send(self.waive(), as: "k-1").waiver)

            office.turn(to: "2021-05-06")
            _ = try await office.send(self.revoke(name, from: day("2021-03-01")), as: "k-2")

            #expect(try await office.verdict() == "not-met")
            #expect(try await office.alerts() == ["b-1 2021-04-01 v3 raised breach not-met"])
            let from = try await office.database.run("SELECT revoked_from::text FROM supervision.waiver_v1")
            #expect(try from[0].decode(0, as: String.self) == "2021-04-01")
        }
    }

    @Test func `covers a window that runs from day to day, and ends`() async throws {
        try await Office.lending { office in
            office.turn(to: "2021-04-24")
            try await office.settle()
            #expect(try await office.verdict() == "due-soon")

            let days = Period(from: day("2021-04-20"), through: day("2021-04-25"))
            let name = try #require(try await office.send(self.waive(days), as: "k-1").waiver)
            #expect(try await office.verdict() == "waived")

            _ = try await office.send(self.revoke(name), as: "k-2")
            #expect(try await office.verdict() == "due-soon")

            _ = try await office.send(self.waive(days), as: "k-3")
            office.turn(to: "2021-04-26")
            try await office.settle()
            #expect(try await office.verdict() == "due-soon")
        }
    }

    @Test func `is given once, whoever repeats the command`() async throws {
        try await Office.lending { office in
            let first = try await office.send(self.waive(), as: "k-1")
            let again = try await office.send(self.waive(), as: "k-1")

            #expect(first.disposition == .applied && again.disposition == .duplicate)
            #expect(first.waiver == again.waiver)
            #expect(try await office.database.count("SELECT count(*) FROM supervision.waiver") == 1)
            #expect(try await office.database.count("SELECT count(*) FROM supervision.answers_v1") == 1)
        }
    }

    @Test func `is refused with a code where it speaks of nothing that is there`() async throws {
        try await Office.lending { office in
            try await office.settle()
            let name = try #require(try await office.send(self.waive(), as: "k-0").waiver)
            _ = try await office.send(self.revoke(name), as: "k-1")

            let codes = [
                try await office.send(self.waive(of: "b-9"), as: "k-2").code,
                try await office.send(self.waive(from: "dance"), as: "k-3").code,
                try await office.send(self.revoke("wv-0"), as: "k-4").code,
                try await office.send(self.revoke(name), as: "k-5").code,
                try await office.send(self.waive(), as: "k-6", by: nil).code,
            ]

            #expect(
                codes == [
                    "unknown-unit", "unknown-requirement", "unknown-waiver", "already-revoked", "missing-actor",
                ])
        }
    }
}

extension Office {
    /// A campus at which everything is reported and April's theme day was not held.
    fileprivate func aprilIsMissed() async throws {
        try await self.owners.themeDay("march", at: "b-1", on: "2021-03-09T14:30:00+08:00")
        self.turn(to: "2021-05-05")
        try await self.owners.watermark("w-1", until: "2021-05-05")
        try await self.settle()
    }

    /// Sends a command and reads its answer, once the due queue has seen what follows from it.
    func send(
        _ command: SupervisionCommand, as id: String, by actor: String? = "p-1"
    ) async throws -> (disposition: Disposition?, waiver: String?, code: String?) {
        var envelope = Envelope(source: "/cli", id: id, type: command.type)
        envelope.actor = actor
        let record = OutgoingRecord(
            topic: self.topics.supervisionCommands.name, value: envelope.structured(data: command.data.span),
            headers: [Header(name: "content-type", text: "application/cloudevents+json")])
        let dispositions = try await self.takeIn([record])
        try await self.drain()
        let rows = try await self.database.run(
            """
            SELECT convert_from(value, 'UTF8')::json ->> 'waiver' AS waiver,
                convert_from(value, 'UTF8')::json ->> 'code' AS code
            FROM supervision.answers_v1 WHERE command = \(id)
            """)
        return (
            dispositions.first, try rows.first?.decode("waiver", as: String?.self),
            try rows.first?.decode("code", as: String?.self)
        )
    }
}
