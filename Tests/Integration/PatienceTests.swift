import Kafka
import Kit
import Messages
import Testing

extension `The whole` {
    /// Alerts against a patient observer, who waits until all that has been sent is taken in and only then looks. The
    /// topic of alerts is read whole: what was raised and taken back a moment later lies there too.
    @Suite(.inTurn, .serialized) struct `Raises no alert that a patient observer would not have raised` {
        @Test func `while what keeps a duty lies unread over a day when it is due soon, and over a month's end`()
            async throws
        {
            // What the source has said lies there before anybody expects it to speak: else a patient observer too would
            // say that it has been silent since alerts began.
            try await Campus.lending(
                on: .mostReal, day: "2021-04-20", services: [.registry, .activity, .supervision],
                branches: ["b-0101", "b-0102"],
                preparing: { installation in
                    try await installation.send([
                        (.themeDay("m-1", of: "b-0101", on: "2021-03-09"), 0),
                        (.themeDay("m-2", of: "b-0102", on: "2021-03-09"), 1),
                        (.watermark("w-1", until: "2021-04-20", on: "2021-04-20"), 0),
                    ])
                }
            ) { campus in
                let installation = campus.installation
                try await installation.settle()

                await installation.stop(.activity)
                try await installation.send([(.themeDay("kept", of: "b-0101", on: "2021-04-19"), 4)])
                try await campus.setClock("2021-04-24T00:00:01+08:00")
                let note = try await waitsForIntake(installation)
                // The register goes on: what it says has the branches judged.
                try await campus.register([
                    ("members", ["unit,date,formal,probationary", "b-0101,2021-04-01,31,2", "b-0102,2021-04-01,31,2"])
                ])
                try await installation.follow()
                #expect(note.contains("1 record of \(installation.broker.topics.activityIntake.name)"), "\(note)")
                #expect(try await installation.alerts(of: "theme-day").isEmpty)
                try await installation.start(.activity)
                try await installation.settle()
                let reminder = "b-0102 theme-day 2021-04-01 v1 raised reminder"
                #expect(try await installation.alerts(of: "theme-day") == [reminder])

                // Over the month's end, with the word of the source ahead of what keeps the duty, and of its own day.
                await installation.stop(.activity)
                try await installation.send([(.watermark("w-2", until: "2021-05-04", on: "2021-05-04"), 0)])
                try await installation.send([(.themeDay("late", of: "b-0102", on: "2021-04-28"), 5)])
                try await campus.setClock("2021-05-05T00:00:01+08:00")
                _ = try await waitsForIntake(installation)
                try await campus.register([
                    ("members", ["unit,date,formal,probationary", "b-0101,2021-05-01,30,2", "b-0102,2021-05-01,30,2"])
                ])
                try await installation.follow()
                try await installation.start(.activity)
                try await installation.settle()

                #expect(
                    try await installation.alerts(of: "theme-day")
                        == [reminder, "b-0102 theme-day 2021-04-01 v2 resolved reminder"])
                // The source had been silent for two weeks, and its word was on its way.
                let ofSources = try await installation.alerts().filter { $0.requirement == nil }
                #expect(ofSources.isEmpty)
            }
        }

        @Test func `while an import lies unread over the end of a term and the day when something is due soon`()
            async throws
        {
            try await Campus.lending(
                on: .mostReal, day: "2021-04-20", services: [.registry, .activity, .supervision],
                branches: ["b-0101", "b-0102"]
            ) { campus in
                let installation = campus.installation
                let columns = "unit,elected,years,members"
                try await campus.register(
                    [("committees", [columns, "b-0101,2018-04-24,3,5", "b-0102,2018-04-24,3,5"])])
                try await installation.settle()

                await installation.stop(.registry)
                let status = try await campus.register(
                    [
                        ("units", [Campus.unitColumns, "b-0101,小组,group,,g-01,2021-04-01,"]),
                        ("committees", [columns, "b-0102,2021-04-22,3,5"]),
                    ], wait: "0.3")
                #expect(status == 4)
                try await campus.setClock("2021-04-25T00:00:01+08:00")
                let note = try await waitsForIntake(installation)
                // Activity goes on: what it says has the branches judged.
                for branch in ["b-0101", "b-0102"] {
                    let event = OutsideEvent.themeDay("short-\(branch)", of: branch, on: "2021-04-19", parts: ["study"])
                    try await installation.send([(event, 1)])
                }
                try await installation.follow()
                #expect(note.contains(" of \(installation.broker.topics.registryCommands.name)"), "\(note)")
                try await installation.start(.registry)
                try await installation.settle()

                let reminder = "b-0102 theme-day 2021-04-01 v1 raised reminder"
                #expect(try await installation.alerts(of: "theme-day") == [reminder])
                let terms = try await installation.alerts(of: "committee-term").filter { $0.hasPrefix("b-0102") }
                #expect(
                    terms == [
                        "b-0102 committee-term 2018-04-24 v1 raised reminder",
                        "b-0102 committee-term 2018-04-24 v2 resolved reminder",
                    ])
            }
        }

        @Test func `while a waiver lies unread over the day when something is due soon`() async throws {
            try await Campus.lending(
                on: .mostReal, day: "2021-04-20", services: [.registry, .activity, .supervision],
                branches: ["b-0101", "b-0102"]
            ) { campus in
                let installation = campus.installation
                try await installation.settle()

                await installation.stop(.supervision)
                let waived = try await installation.guoying(
                    "waive", "b-0101", "theme-day", "--from", "2021-04-01", "--to", "2021-04-30", "--basis", "校舍大修",
                    "--actor", "p-1", "--wait", "0.3")
                #expect(waived.status == 4, "\(waived.errors)")
                try await campus.setClock("2021-04-24T00:00:01+08:00")
                try await installation.start(.supervision)
                try await installation.settle()

                #expect(
                    try await installation.alerts(of: "theme-day") == ["b-0102 theme-day 2021-04-01 v1 raised reminder"]
                )
            }
        }

        @Test func `where events come before the register, and its files in every order`() async throws {
            try await Campus.lending(
                on: .mostReal, day: "2021-04-25", services: [.registry, .activity, .supervision], branches: []
            ) { campus in
                let installation = campus.installation
                let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
                let events = orders.indices.flatMap { number -> [(OutsideEvent, Int32)] in
                    (0..<40).map { unit in
                        (.themeDay("e-\(number)-\(unit)", of: "b-\(number)-\(unit)", on: "2021-04-09"), Int32(unit % 6))
                    }
                }
                try await installation.send(events)
                for (number, order) in orders.enumerated() {
                    let files = [
                        (
                            "units",
                            [Campus.unitColumns, "g-\(number),G,general-branch,,c,2000-01-01,"]
                                + (0...40).map { "b-\(number)-\($0),B,branch,teacher,g-\(number),2000-01-01," }
                        ),
                        (
                            "members",
                            ["unit,date,formal,probationary"]
                                + (0...40).map { "b-\(number)-\($0),2021-01-01,20,1" }
                        ),
                        (
                            "sources",
                            ["source,name,owner,unit,kinds,every", "/campus/oa,OA,o@c,g-\(number),theme-day,P7D"]
                        ),
                    ]
                    #expect(try await campus.register(order.map { files[$0] }) == 0)
                }
                try await installation.settle()

                #expect(
                    try await installation.alerts(of: "theme-day")
                        == orders.indices.map { "b-\($0)-40 theme-day 2021-04-01 v1 raised reminder" })
            }
        }

        @Test func `where the word of a source overtakes its records, on another topic too`() async throws {
            try await Campus.lending(
                on: .mostReal, services: [.registry, .supervision], branches: ["b-0101", "b-0102"]
            ) { campus in
                let installation = campus.installation
                let prefix = installation.broker.topics.prefix
                let other = installation.broker.topics.intake(named: "\(prefix)other.intake")
                installation.set("GUOYING_ACTIVITY_INTAKE_TOPICS", to: other.name)
                if !installation.broker.isEmbedded {
                    try await Admin(settings: installation.broker.settings).createTopics(
                        [NewTopic(name: other.name, partitions: other.partitions, settings: other.settings)])
                }
                try await installation.start(.activity)
                try await installation.send([(.themeDay("first", of: "b-0101", on: "2021-03-02"), 0)], to: other.name)
                try await installation.settle()
                await installation.stop(.activity)
                try await installation.send([(.watermark("w-1", until: "2021-05-04", on: "2021-05-04"), 0)])
                let backlog = (0..<3_000).map { number -> (OutsideEvent, Int32) in
                    (.themeDay("n-\(number)", of: "b-0102", on: "2021-02-01"), Int32(number % 6))
                }
                try await installation.send(backlog, to: other.name)
                try await installation.send([(.themeDay("kept", of: "b-0101", on: "2021-04-09"), 3)], to: other.name)
                try await installation.start(.activity)
                try await installation.settle()

                #expect(
                    try await installation.alerts(of: "theme-day") == [
                        "b-0102 theme-day 2021-03-01 v1 raised breach", "b-0102 theme-day 2021-04-01 v1 raised breach",
                    ])
                if !installation.broker.isEmbedded {
                    try await Admin(settings: installation.broker.settings).deleteTopics([other.name])
                }
            }
        }
    }
}

/// Waits until supervision says that it waits for what was sent, which does not make it unready, and returns what it
/// says.
private func waitsForIntake(_ installation: Installation) async throws -> String {
    var text = ""
    var status = 0
    let isWaiting = try await eventually(within: .seconds(30)) {
        (status, text) = try await installation.get("/readyz?verbose", of: .supervision)
        return text.contains("gate ok: what is due waits")
    }
    let metrics = try await installation.get("/metrics", of: .supervision).text
    let waiting = try PrometheusText.parse(metrics)["guoying_gate_waiting_seconds"]?.samples.first?.value ?? 0
    #expect(isWaiting && status == 200 && waiting > 1, "\(text)")
    return text
}

extension OutsideEvent {
    /// A theme day, recorded in the evening of its day.
    fileprivate static func themeDay(
        _ id: String, of unit: String, on day: String, parts: [String] = ["study", "exchange", "practice"]
    ) -> OutsideEvent {
        var event = OutsideEvent.themeDay(id, of: unit, parts: parts)
        event.data["startedAt"] = .string("\(day)T14:30:00+08:00")
        event.attributes["time"] = "\(day)T18:00:00+08:00"
        event.attributes["recordedtime"] = "\(day)T18:00:00+08:00"
        return event
    }

    /// That all before a day has been sent, said at its beginning or at that of another.
    fileprivate static func watermark(_ id: String, until: String, on day: String) -> OutsideEvent {
        var event = OutsideEvent.watermark(id)
        event.data["until"] = .string("\(until)T00:00:00+08:00")
        event.attributes["time"] = "\(day)T00:00:00+08:00"
        event.attributes["recordedtime"] = "\(day)T00:00:00+08:00"
        return event
    }
}
