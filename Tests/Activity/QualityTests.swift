import Domain
import Kit
import Messages
import Pipeline
import Postgres
import ServiceKit
import Testing

@testable import Activity

/// What the owners of sources are written, and what their own page says of units that fell silent.
@Suite(.timeLimit(.minutes(1))) struct `A letter about a source` {
    @Test func `is written on Monday mornings, and tells what came since the one before`() async throws {
        try await Self.lending { world in
            try await world.take(
                .held("1"), .held("2", started: "2021-04-10T14:30:00+08:00"), .held("1"), .corrected("3", of: "2"),
                .watermark("w"))
            try await world.take(.held("f", unit: "b 0103"))
            try await world.goOn(to: "2021-05-05T08:00:00+08:00")
            try await world.take(.held("n", unit: "b-0999"))
            #expect(try await world.qualityLetters().isEmpty)
            try await world.goOn(to: "2021-05-10T07:59:59+08:00")
            #expect(try await world.qualityLetters().isEmpty)
            try await world.goOn(to: "2021-05-10T08:00:00+08:00")

            let letter = try #require(try await world.qualityLetters().first)
            #expect(letter["severity"]?.string == "notice" && letter["version"] == .integer(1))
            #expect(letter["source"]?["id"]?.string == "/campus/oa")
            #expect(letter["unit"]?["id"]?.string == "b-0103")
            #expect(letter["accepted"] == .integer(3) && letter["duplicate"] == .integer(1))
            #expect(letter["corrected"] == .integer(1) && letter["parked"] == .integer(1))
            #expect(letter["refused"]?.elements.map { $0["code"]?.string } == ["schema"])
            #expect(letter["refused"]?.elements.map { $0["field"]?.string } == ["data.unit"])
            #expect(letter["owedBy"]?.elements.first?["role"]?.string == "office-secretary")
            #expect(
                letter["summary"]?["en"]?.string
                    == "Source “OA”: 3 accepted (1 corrections, 0 late), 1 duplicate, "
                    + "1 refused (mostly schema data.unit), 1 waiting.")

            // The next one tells of its own week alone, in which what waited was refused after seven days.
            try await world.take(.held("4", started: "2021-05-09T14:30:00+08:00"))
            try await world.goOn(to: "2021-05-13T08:00:00+08:00")
            try await world.goOn(to: "2021-05-17T08:00:00+08:00")
            let next = try #require(try await world.qualityLetters().last)
            #expect(next["accepted"] == .integer(1) && next["parked"] == .integer(0))
            #expect(next["refused"]?.elements.map { $0["code"]?.string } == ["unknown-unit"])
            #expect(next["from"]?.string == letter["to"]?.string)
            // Where nothing came and nothing waits there is none.
            try await world.goOn(to: "2021-05-24T08:00:00+08:00")
            try await world.goOn(to: "2021-05-31T08:00:00+08:00")
            #expect(Set(try await world.qualityLetters().compactMap { $0["alert"]?.string }).count == 2)
        }
    }

    @Test func `goes to each owner of the source, once to each whatever of it is theirs`() async throws {
        try await Self.lending { world in
            for unit in ["b-0104", "b-0105"] { try await world.register(unit) }
            try await Self.report("b-0104", owner: "p-07", every: "P1D", on: world)
            try await Self.report("b-0105", owner: "office-secretary@c", every: "P30D", on: world)
            try await world.take(.held("1"), .held("2", started: "2021-04-10T14:30:00+08:00"))
            try await world.goOn(to: "2021-05-05T08:00:00+08:00")
            try await world.take(.held("n", unit: "b-0999"))
            try await world.goOn(to: "2021-05-10T08:00:00+08:00")

            let letters = try await world.qualityLetters().sorted(by: Self.places)
            // An owner's letter stands at what of theirs is due first; its figures are the source's.
            #expect(letters.map { $0["unit"]?["id"]?.string } == ["b-0103", "b-0104"])
            #expect(letters.compactMap(Self.owner) == ["office-secretary", "p-07"])
            #expect(letters.map { $0["accepted"] } == [.integer(2), .integer(2)])
            #expect(letters.map { $0["parked"] } == [.integer(1), .integer(1)])
            let ids = Set(letters.compactMap { $0["alert"]?.string })
            #expect(ids.count == 2)

            // Written again on that day, when something else is due first, it is the same letter.
            _ = try await world.database.run("UPDATE registry.reporting SET every = 'P1D' WHERE unit = 'b-0105'")
            _ = try await world.database.run("UPDATE registry.reporting SET every = 'P7D' WHERE unit = 'b-0104'")
            _ = try await world.database.run("UPDATE activity.due SET at = \(world.now) WHERE what = 'quality'")
            try await world.goOn(to: "2021-05-10T09:00:00+08:00")
            let again = try await world.qualityLetters().suffix(2).sorted(by: Self.places)
            #expect(again.map { $0["unit"]?["id"]?.string } == ["b-0104", "b-0105"])
            #expect(Set(again.compactMap { $0["alert"]?.string }) == ids)
            // The next week has letters of its own.
            try await world.take(.held("3", started: "2021-05-09T14:30:00+08:00"))
            try await world.goOn(to: "2021-05-17T08:00:00+08:00")
            let next = try await world.qualityLetters().suffix(2)
            #expect(next.map { $0["accepted"] } == [.integer(1), .integer(1)])
            #expect(ids.isDisjoint(with: next.compactMap { $0["alert"]?.string }))
        }
    }

    @Test func `comes on Mondays at eight, and a Monday at eight waits for the next`() throws {
        let monday = try #require(Instant("2021-05-10T08:00:00+08:00"))
        for text in ["2021-05-03T08:00:00+08:00", "2021-05-09T23:59:59+08:00", "2021-05-10T07:59:59+08:00"] {
            #expect(QualityHandler.next(after: try #require(Instant(text))) == monday)
        }
        #expect(QualityHandler.next(after: monday).description.hasPrefix("2021-05-17T08:00:00"))
    }

    @Test func `names units that are reported no more as they used to be, as the source's page does`() async throws {
        try await Self.lending { world in
            for unit in ["b-0104", "b-0105"] { try await world.register(unit) }
            // Each day, and then no more; as seldom as ever; and all at once, which is no rhythm.
            let daily = (1...5).map { SampleEvent.held("w-\($0)", started: "2021-02-0\($0)T14:30:00+08:00") }
            let monthly = (1...4).map {
                SampleEvent.held("m-\($0)", unit: "b-0104", started: "2021-0\($0)-20T14:30:00+08:00")
            }
            let atOnce = (1...6).map {
                SampleEvent.held("o-\($0)", unit: "b-0105", started: "2021-02-10T08:00:00+08:00")
            }
            try await world.take((daily + monthly + atOnce).map { $0.record() })
            _ = try await world.database.run(
                "INSERT INTO registry.rehearsal (business) VALUES (\(world.now))")
            let page = try await Program.run(
                "\(try TestEnvironment.binaries())/guoying",
                ["sources", "status", "/campus/oa", "--wait", "0", "--language", "en"],
                environment: ["GUOYING_DATABASE_URL": world.database.url(as: "guoying_reader")])

            #expect(page.output.contains("b-0103 theme-day: last on 2021-02-05 14:30, usually every 1 days"))
            #expect(!page.output.contains("b-0104"), "\(page.output)\(page.errors)")
            #expect(!page.output.contains("b-0105"), "\(page.output)")
            try await world.goOn(to: "2021-05-10T08:00:00+08:00")
            let letter = try #require(try await world.qualityLetters().first)
            #expect(letter["stopped"]?.elements.map { $0["unit"]?.string } == ["b-0103"])
        }
    }

    private static func lending(_ body: (World) async throws -> Void) async throws {
        try await World.lending { world in
            try await self.report("b-0103", owner: "office-secretary@c", every: "P7D", on: world)
            _ = try await world.database.run("UPDATE registry.lane SET head = 2 WHERE lane = 0")
            try await world.transaction { try await QualityTable.scheduleFirst(in: $0) }
            try await body(world)
        }
    }

    private static func places(_ left: JSONValue, _ right: JSONValue) -> Bool {
        (left["unit"]?["id"]?.string ?? "") < (right["unit"]?["id"]?.string ?? "")
    }

    private static func owner(_ letter: JSONValue) -> String? {
        letter["owner"]?.string ?? letter["owedBy"]?.elements.first?["role"]?.string
    }

    /// Registers that the source reports the theme days of a unit's subtree.
    private static func report(_ unit: String, owner: String, every: String, on world: World) async throws {
        _ = try await world.database.run(
            """
            INSERT INTO registry.reporting (source, unit, name, owner, kinds, every, recorded, accepted, position)
            VALUES ('/campus/oa', \(unit), 'OA', \(owner), '{theme-day}', \(every), '2021-01-01', '2021-01-01', 2)
            """)
    }
}

extension World {
    /// The clock goes on to an instant, and what is due is looked at.
    fileprivate func goOn(to text: String) async throws {
        let instant = try #require(Instant(text))
        self.clock.advance(by: .microseconds(instant.microseconds - self.clock.now()))
        try await self.drain()
    }

    /// What letters say, in their order.
    fileprivate func qualityLetters() async throws -> [JSONValue] {
        try await self.texts(
            """
            SELECT convert_from(value, 'UTF8') FROM activity.journal WHERE type = \(SourceQuality.type)
            ORDER BY accepted, lane, position
            """
        ).map { try JSONValue($0) }
    }
}
