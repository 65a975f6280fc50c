import Kit
import Messages
import Postgres
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized) struct `All that was journalled` {
        private static let services: [Installation.Service] = [.registry, .activity, .supervision]

        @Test(arguments: TestBroker.available)
        func `verifies and rebuilds while services run, are killed and start again`(broker: TestBroker) async throws {
            try await Campus.lending(on: broker, services: Self.services) { campus in
                let installation = campus.installation
                try await campus.sendAllSorts()
                let running = try await installation.guoying("verify", "--all", "--rebuild", role: "guoying_operator")
                #expect(running.status == 0, "\(running.output)\(running.errors)")
                for service in Self.services {
                    await installation.kill(service)
                    try await installation.start(service)
                }
                try await campus.sendMore()
                for service in Self.services { await installation.stop(service) }

                let outcome = try await installation.guoying("verify", "--all", "--rebuild", role: "guoying_operator")

                #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
                #expect(outcome.errors.isEmpty)
                #expect(outcome.output.hasPrefix("journals  "), "\(outcome.output)")
                #expect(outcome.output.contains(" entries in 192 lanes\n"))
                #expect(outcome.output.contains(" rows of 12 tables\nverified in "), "\(outcome.output)")
                #expect(outcome.output.hasSuffix(" s: all as journalled\n"))
                try await checkOneUnit(installation)
                try await checkOtherPack(installation)
                try await checkWithoutBroker(installation)
            }
        }

        @Test func `is nothing in an empty database, and says so`() async throws {
            try await Installation.lending(on: .embedded, services: []) { installation in
                let outcome = try await installation.guoying("verify", "--rebuild", role: "guoying_operator")

                #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
                #expect(outcome.output == "nothing is journalled yet: there is nothing to verify\n")
            }
        }

        @Test func `is missed where somebody tampers with it, by schema, lane and position`() async throws {
            try await Campus.lending(on: .embedded, services: Self.services) { campus in
                let installation = campus.installation
                try await campus.sendAllSorts()
                try await campus.sendMore()
                for service in Self.services { await installation.stop(service) }

                for tampering in Tampering.ofJournals + Tampering.ofTopics + Tampering.ofFacts + Tampering.ofTables {
                    try await check(tampering, installation)
                }

                let restored = try await installation.guoying(
                    "verify", "--rebuild", "--format", "json", role: "guoying_operator")
                #expect(restored.status == 0, "\(restored.output)")
                #expect(try JSONValue(restored.output)["discrepancies"] == .array([]))
            }
        }
    }
}

/// What was done is told in a line that begins with schema, lane and position, and ends the command with 1.
private func check(_ tampering: Tampering, _ installation: Installation) async throws {
    try await tampering.doing(on: installation.database) { place in
        let outcome =
            tampering.needsRebuild
            ? try await installation.guoying("verify", "--rebuild", role: "guoying_operator")
            : try await installation.guoying("verify", role: "guoying_operator")

        let lines = outcome.output.split(separator: "\n")
        #expect(outcome.status == 1, "\(tampering.testDescription)")
        #expect(
            lines.contains { $0.hasPrefix(place) && $0.contains(tampering.word) },
            "\(tampering.testDescription): no line begins with '\(place)' and says \(tampering.word): \(outcome.output)"
        )
        #expect(lines.last?.contains("discrepanc") == true)
    }
}

private func checkOneUnit(_ installation: Installation) async throws {
    let one = try await installation.guoying("verify", "--unit", "b-0101", role: "guoying_operator")
    #expect(one.status == 0)
    #expect(one.output.contains(" in 8 lanes\n") && !one.output.contains("verdicts  0 "), "\(one.output)")
    let unknown = try await installation.guoying("verify", "--unit", "b-9", role: "guoying_operator")
    #expect(unknown.status == 1 && unknown.errors.contains("no unit 'b-9'"))
    let both = try await installation.guoying("verify", "--unit", "b-0101", "--rebuild", role: "guoying_operator")
    #expect(both.status == 2)
}

/// Verdicts by a pack that is not at hand are told of, and not called verified.
private func checkOtherPack(_ installation: Installation) async throws {
    let folder = "\(installation.folder)/packs"
    let copied = try await Program.run("/bin/cp", ["-r", Installation.packs, folder])
    try #require(copied.status == 0)
    let edited = try await Program.run(
        "/bin/sed", ["-i", "s/^version: .*/version: \"99\"/", "\(folder)/hbgyzy-2021.yaml"])
    try #require(edited.status == 0)
    installation.set("GUOYING_SUPERVISION_PACKS", to: folder)

    let outcome = try await installation.guoying("verify", role: "guoying_operator")

    #expect(outcome.status == 0)
    #expect(
        outcome.output.contains(" not judged again: the folder of packs has no hbgyzy-2021 1 "), "\(outcome.output)")
    #expect(outcome.output.contains("verdicts  0 judged again\n"))
    installation.set("GUOYING_SUPERVISION_PACKS", to: Installation.packs)
}

/// Where the brokers cannot be reached the rest is verified all the same.
private func checkWithoutBroker(_ installation: Installation) async throws {
    installation.set("GUOYING_KAFKA_BOOTSTRAP_SERVERS", to: "127.0.0.1:1")
    installation.set("GUOYING_KAFKA_OPTION_SOCKET_TIMEOUT_MS", to: "1000")

    let outcome = try await installation.guoying("verify", role: "guoying_operator")

    #expect(outcome.status == 3)
    #expect(outcome.output.contains("topics    not compared\n") && outcome.output.contains("all as journalled"))
    #expect(outcome.errors.contains("the topics were not compared"))
}

extension Campus {
    /// Everything that the journals can hold: events, corrections that move records and wait for them, retractions,
    /// watermarks that are taken back, refused records, duplicates, waivers.
    fileprivate func sendAllSorts() async throws {
        var moved = OutsideEvent.correction("moved", of: "held", unit: "b-0102", startedAt: "2021-04-12T09:00:00+08:00")
        moved.attributes["recordedtime"] = "2021-05-04T09:00:00+08:00"
        var older = OutsideEvent.watermark("w-0")
        older.attributes["recordedtime"] = "2021-05-03T08:00:00+08:00"
        var broken = OutsideEvent.themeDay("broken", of: "b-0103")
        broken.data["segments"] = .string("three hours")
        try await self.send([
            .correction("early", of: "late", unit: "b-0103", startedAt: "2021-04-13T09:00:00+08:00"),
            .themeDay("held", of: "b-0101"), .themeDay("short", of: "b-0101", parts: ["study"]), moved,
            .correction("again", of: "moved", unit: "b-0101", startedAt: "2021-04-14T09:00:00+08:00"),
            .themeDay("gone", of: "b-0103"), .retraction("back", of: "again"), .retraction("taken", of: "gone"),
            .themeDay("late", of: "b-0102"), broken, .themeDay("nowhere", of: "b-0999"), .watermark("w-1"), older,
            .themeDay("held", of: "b-0101"),
        ])
        try await self.waive("b-0103", through: "2021-12-31")
        try await self.waive("b-0102", through: "2021-12-31")
        let named = try await self.installation.guoying("waivers", "--unit", "b-0102", "--format", "json")
        let waiver = try #require(named.output.firstRange(of: "wv-").map { named.output[$0.lowerBound...].prefix(35) })
        let revoked = try await self.installation.guoying(
            "waive", "--revoke", String(waiver), "--reason", "a mistake", "--actor", "p-1", "--wait", "60")
        try #require(revoked.status == 0, "\(revoked.errors)")
        try await self.settle("b-0101", "not-met")
    }

    /// What comes after the restart: the unit that was waited for, a letter's end, and a record that mends a verdict.
    fileprivate func sendMore() async throws {
        try await self.register(["b-0101", "b-0102", "b-0103", "b-0999"])
        let list = try await self.installation.guoying("dlq", "list", "--format", "json", "--wait", "60")
        let number = try #require(try JSONValue(list.output)["deadLetters"]?.elements[0]["letter"]?.string)
        var alien = OutsideEvent.themeDay("alien", of: "b-0102")
        alien.data["kind"] = .string("unheard-of")
        let dismissed = try await self.installation.guoying("dlq", "dismiss", number, "--reason", "old", "--wait", "60")
        try #require(dismissed.status == 0, "\(dismissed.errors)")
        try await self.send([
            .themeDay("mended", of: "b-0102"), alien, .themeDay("short", of: "b-0101", parts: ["study"]),
        ])
        try await self.settle("b-0102", "met")
        try await self.settle("b-0999", "met")
    }

    private func waive(_ unit: String, through day: String) async throws {
        let outcome = try await self.installation.guoying(
            "waive", unit, "theme-day", "--from", "2021-04-01", "--to", day, "--basis", "a rehearsal",
            "--actor", "p-1", "--wait", "60")
        try #require(outcome.status == 0, "\(outcome.errors)")
    }

    private func send(_ events: [OutsideEvent]) async throws {
        let file = try self.installation.file("events.jsonl", events.map { $0.structured + "\n" }.joined())
        let outcome = try await self.installation.guoying("intake", "send", "--raw", file)
        try #require(outcome.status == 0, "\(outcome.errors)")
    }

    /// Waits until the theme day of April of a unit stands as it must.
    private func settle(_ unit: String, _ verdict: String) async throws {
        let isThere = try await eventually(within: .seconds(60)) {
            let rows = try await self.installation.database.run(
                """
                SELECT FROM supervision.verdict WHERE unit = \(unit) AND requirement = 'theme-day'
                    AND window_from = '2021-04-01' AND verdict = \(verdict)
                """)
            return !rows.isEmpty
        }
        let log = await self.installation.log(of: .supervision)
        try #require(isThere, "\(unit) is not \(verdict): \(log)")
    }
}

extension OutsideEvent {
    /// A better version of a theme day.
    fileprivate static func correction(
        _ id: String, of target: String, unit: String, startedAt: String
    ) -> OutsideEvent {
        var event = OutsideEvent.themeDay(id, of: unit)
        event.attributes["type"] = "guoying.activity.corrected.v1"
        event.data["startedAt"] = .string(startedAt)
        event.data["corrects"] = .object(["source": .string(Self.source), "id": .string(target)])
        event.data["reason"] = .string("a mistake")
        return event
    }

    fileprivate static func retraction(_ id: String, of target: String) -> OutsideEvent {
        OutsideEvent(
            id, type: "guoying.activity.retracted.v1",
            data: [
                "retracts": .object(["source": .string(Self.source), "id": .string(target)]),
                "reason": .string("a mistake"),
            ])
    }
}
