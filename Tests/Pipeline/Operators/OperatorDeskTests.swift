import Crypto
import Domain
import JSON
import Kit
import Messages
import Postgres
import Testing

@testable import Pipeline

@Suite
struct `An order of an operator` {
    private static let topics = Topics()
    private static let intake = Topics().supervisionAlerts.name

    /// A partition that stands still, taken over for the second time, with ten records applied.
    private func stand(_ standstill: Standstill, in playground: Playground) async throws {
        _ = try await playground.database.run(
            """
            INSERT INTO notification.position
                (cluster, topic, partition, epoch, position, last_offset, last_digest, owner)
            VALUES ('c1', \(standstill.topic), \(standstill.number), 2, \(standstill.position), 9,
                '00000000-0000-0000-0000-0000000000ff', 'a') ON CONFLICT DO NOTHING
            """)
        _ = try await playground.database.run(
            """
            INSERT INTO notification.standstill (cluster, topic, number, found, position, bound, fault)
            VALUES ('c1', \(standstill.topic), \(standstill.number), \(standstill.found.rawValue),
                \(standstill.position), \(standstill.bound), 'as it is')
            """)
    }

    /// Gives an order as an operator does, has it carried out, and returns the answers to it.
    private func give(
        _ act: OperatorOrder.Act, as id: String = "o-1", in playground: Playground
    ) async throws -> [(type: String, data: JSONValue)] {
        let order = OperatorOrder(act, on: "c1", by: "p-17", because: "the broker was set up anew")
        try await playground.database.connected(as: "guoying_operator") { connection in
            _ = try await connection.run("SELECT notification.give_order(\(id), \(JSONText(order.detail))::json)")
        }
        let desk = OperatorDesk(
            service: "notification", cluster: "c1", published: Self.topics.published(by: "notification"))
        let taken = try await DueStore(pool: playground.pool, clock: playground.clock).drain(desk, limit: 1)
        #expect(taken == 1)
        return try await playground.database.run(
            """
            SELECT type, convert_from(value, 'UTF8') AS value FROM notification.answers_v1 WHERE command = \(id)
            """
        ).map { (try $0.decode("type"), try JSONValue($0.decode("value", as: String.self))) }
    }

    private func row(in playground: Playground) async throws -> [Int64?] {
        let row = try await playground.database.run("SELECT epoch, position, last_offset FROM notification.position")[0]
        return [try row.decode("epoch"), try row.decode("position"), try row.decode("last_offset", as: Int64?.self)]
    }

    @Test(
        arguments: [
            (Standstill(topic: Self.intake, number: 3, found: .replaced, position: 10, bound: nil), nil, 0, nil),
            (Standstill(topic: Self.intake, number: 3, found: .cutOff, position: 10, bound: 4), nil, 0, nil),
            (Standstill(topic: Self.intake, number: 3, found: .lost, position: 10, bound: 14), nil, 14, 4),
            (Standstill(topic: Self.intake, number: 3, found: .unreadable, position: 10, bound: 10), 12, 12, 2),
        ] as [(Standstill, Int64?, Int64, Int64?)])
    func `has a partition read on, under another epoch, and is journalled with what was given up`(
        standstill: Standstill, offset: Int64?, goal: Int64, passed: Int64?
    ) async throws {
        try await Playground.lending { playground in
            try await self.stand(standstill, in: playground)

            let answers = try await self.give(.accept(standstill, readOnAt: offset), in: playground)

            #expect(try await self.row(in: playground) == [3, goal, nil])
            #expect(try await playground.database.count("SELECT count(*) FROM notification.standstill") == 0)
            let type = standstill.found == .unreadable ? "skipped" : "recovered"
            #expect(answers.map(\.type) == ["guoying.notification.\(type).v1"])
            let data = try #require(answers.first?.data)
            #expect(data["readOnAt"]?.integer == goal && data["position"]?.integer == 10)
            #expect(data["lastOffset"]?.integer == 9 && data["lastDigest"]?.string?.hasSuffix("ff") == true)
            #expect(data["passed"]?.integer == passed)
            #expect(data["login"] == .string("guoying_operator"))
        }
    }

    @Test func `changes nothing where what was found is no longer so`() async throws {
        try await Playground.lending { playground in
            let found = Standstill(topic: Self.intake, number: 3, found: .cutOff, position: 10, bound: 4)
            let since = Standstill(topic: Self.intake, number: 3, found: .cutOff, position: 10, bound: 7)
            try await self.stand(since, in: playground)

            let answers = try await self.give(.accept(found, readOnAt: nil), in: playground)
            let again = try await self.give(.accept(since, readOnAt: nil), as: "o-2", in: playground)
            let twice = try await self.give(.accept(since, readOnAt: nil), as: "o-3", in: playground)

            #expect(answers.map(\.type) == ["guoying.notification.command-rejected.v1"])
            #expect(answers[0].data["code"] == .string("not-standing"))
            #expect(again.map(\.type) == ["guoying.notification.recovered.v1"])
            #expect(twice.map(\.type) == ["guoying.notification.command-rejected.v1"])
        }
    }

    @Test func `never leads back before what cannot be read`() async throws {
        try await Playground.lending { playground in
            let found = Standstill(topic: Self.intake, number: 3, found: .unreadable, position: 10, bound: 10)
            try await self.stand(found, in: playground)

            let answers = try await self.give(.accept(found, readOnAt: 10), in: playground)

            #expect(answers[0].data["code"] == .string("not-behind"))
            #expect(try await self.row(in: playground) == [2, 10, 9])
        }
    }

    @Test func `has all lanes go on where nobody can have seen a position, each with an entry that the chain covers`()
        async throws
    {
        try await Playground.lending { playground in
            _ = try await playground.transaction { transaction in
                try await transaction.journal([.entry("a", lane: 0), .entry("b", lane: 5), .entry("c", lane: 5)])
            }
            let found = Standstill(topic: "out", number: 5, found: .goneBack, position: 2, bound: 7)
            try await self.stand(found, in: playground)

            let answers = try await self.give(.accept(found, readOnAt: nil), in: playground)
            let numbers = try await playground.transaction { try await $0.journal([.entry("d", lane: 5)]) }

            #expect(answers.map(\.type) == ["guoying.notification.recovered.v1"])
            #expect(answers[0].data["resumedBehind"]?.integer == 1_000_000_000)
            #expect(numbers.map(\.position) == [1_000_000_002])
            let marks = try await playground.database.run(
                """
                SELECT lane, (convert_from(value, 'UTF8')::json ->> 'after')::bigint AS after FROM notification.journal
                WHERE type = 'guoying.notification.lane-resumed.v1' AND position = 1000000001 ORDER BY lane
                """)
            #expect(marks.count == 48)
            #expect(try marks.decode("after", as: Int64.self)[5] == 2)
            #expect(try await playground.database.count("SELECT count(*) FROM notification.standstill") == 0)
        }
    }

    @Test func `publishes a topic again, and only one of the service's own`() async throws {
        try await Playground.lending { playground in
            let own = Self.topics.notificationJournal.name
            _ = try await playground.transaction { transaction in
                try await transaction.journal([.entry("a", lane: 3, topic: own), .entry("b", lane: 4)])
            }
            let relay = RelayStore(pool: playground.pool, cluster: "c1", holder: "a")
            let lease = try #require(try await relay.lease())
            #expect(try await relay.mark([3: 1, 4: 1], token: lease.token, durably: true))

            let foreign = try await self.give(.publishAgain(topic: "out"), in: playground)
            let answers = try await self.give(.publishAgain(topic: own), as: "o-2", in: playground)

            #expect(foreign[0].data["code"] == .string("not-published"))
            #expect(answers.map(\.type) == ["guoying.notification.recovered.v1"])
            let isMarked = try await relay.mark([3: 1], token: lease.token, durably: true)
            #expect(!isMarked, "whoever published has lost the lease")
            let again = try await relay.lease()?.published
            #expect(again?[3] == 0 && again?[4] == 1)
        }
    }

    @Test func `is an operator's alone, and wants a reason`() async throws {
        try await Playground.lending { playground in
            for (role, state) in [("guoying_reader", "42501"), ("guoying_operator", "GY004")] {
                try await playground.database.connected(as: role) { connection -> Void in
                    _ = await #expect {
                        _ = try await connection.run("SELECT notification.give_order('o-1', '{\"reason\": \" \"}')")
                    } throws: {
                        ($0 as? DatabaseError)?.sqlState?.rawValue == state
                    }
                }
            }
        }
    }
}
