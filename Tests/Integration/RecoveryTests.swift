import Kafka
import Kit
import Messages
import Postgres
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized, .enabled(if: TestEnvironment.kafka != nil, "needs Apache Kafka"))
    struct `What has gone back` {
        private static let services: [Installation.Service] = [.registry, .activity, .supervision]

        @Test func `is a topic made anew: it is noticed, accepted, journalled, and read from the start`()
            async throws
        {
            try await Campus.lending(on: .apache, services: Self.services) { campus in
                let installation = campus.installation
                let topic = installation.broker.topics.activityIntake
                try await campus.send(["a-0", "a-1", "a-2", "a-3"])
                try await installation.settle()

                try await installation.renew(topic)
                try await campus.send(["a-3", "b-0"])
                let fault = try await installation.awaitFault("made anew", of: .activity)
                let listed = try await installation.guoying("recover")
                let still = try await installation.get("/readyz", of: .activity)
                let accepted = try await installation.recover()
                try await installation.awaitReady(.activity)
                try await installation.settle()

                #expect(fault.contains("\(topic.name)/0") && fault.contains("guoying recover"), "\(fault)")
                #expect(listed.status == 0 && listed.output.contains("activity, \(topic.name)/0: "), "\(listed)")
                #expect(listed.output.contains("nothing was changed"), "\(listed.output)")
                #expect(still.status == 503)
                let words = "accepted: activity, \(topic.name)/0, read from its beginning"
                #expect(accepted.contains(words), "\(accepted)")
                #expect(try await campus.heldEvents() == ["a-0", "a-1", "a-2", "a-3", "b-0"])
                let count = try await campus.intake()
                #expect(count.events == 6 && count.duplicate == 1 && count.addsUp, "\(count)")
                let orders = try await installation.orders(of: .activity)
                #expect(orders.map(\.type) == ["guoying.activity.recovered.v1"])
                #expect(orders[0].headers.contains(#"["ce_authid","p-17"]"#), "\(orders[0].headers)")
                #expect(orders[0].data["reason"]?.string == "the broker was set up anew")
                #expect(orders[0].data["position"]?.integer == 4 && orders[0].data["lastOffset"]?.integer == 3)
                try await expectSound(installation)
            }
        }

        @Test func `is a topic made anew that has grown past the position: its last record tells`() async throws {
            try await Campus.lending(on: .apache, services: [.registry, .activity]) { campus in
                let installation = campus.installation
                let topic = installation.broker.topics.activityIntake
                try await campus.send(["a-0", "a-1"])
                _ = try await installation.guoying("board", "--wait", "60")
                await installation.stop(.activity)

                try await installation.renew(topic)
                try await campus.send(["b-0", "b-1", "a-0", "a-1"])
                try await installation.start(.activity)
                let fault = try await installation.awaitFault("is not the one that was applied", of: .activity)
                _ = try await installation.recover()
                try await installation.awaitReady(.activity)
                _ = try await installation.guoying("board", "--wait", "60")

                #expect(fault.contains("\(topic.name)/0 the record before offset 2"), "\(fault)")
                #expect(try await campus.heldEvents() == ["a-0", "a-1", "b-0", "b-1"])
                let data = try #require(try await installation.orders(of: .activity).first?.data)
                #expect(data["found"] == .string("replaced") && data["lastDigest"]?.string?.count == 32)
                try await expectSound(installation)
            }
        }

        @Test func `is a topic of which records were deleted before they were read: the gap is written down`()
            async throws
        {
            try await Campus.lending(on: .apache, services: [.registry, .activity]) { campus in
                let installation = campus.installation
                let topic = installation.broker.topics.activityIntake
                try await campus.send(["a-0"])
                _ = try await installation.guoying("board", "--wait", "60")
                await installation.stop(.activity)
                try await campus.send(["lost-0", "lost-1", "b-0"])
                try await installation.deleteRecords(of: topic, partition: 0, before: 3)

                try await installation.start(.activity)
                _ = try await installation.awaitFault("records from 1 to 2 were deleted", of: .activity)
                let listed = try await installation.guoying("recover")
                _ = try await installation.recover()
                try await installation.awaitReady(.activity)
                _ = try await installation.guoying("board", "--wait", "60")

                #expect(listed.output.contains("read from 3; the gap of 2 is journalled"), "\(listed)")
                #expect(try await campus.heldEvents() == ["a-0", "b-0"])
                let data = try #require(try await installation.orders(of: .activity).first?.data)
                #expect(data["passed"]?.integer == 2 && data["position"]?.integer == 1)
                try await expectSound(installation)
            }
        }

        @Test func `is a service's own topic: what it held is published again, and read`() async throws {
            try await Campus.lending(on: .apache, services: Self.services) { campus in
                let installation = campus.installation
                let topics = installation.broker.topics
                try await campus.send(["a-0", "a-1"])
                try await installation.settle()
                await installation.stop(.supervision)

                try await installation.renew(topics.activityJournal)
                try await installation.start(.supervision)
                _ = try await installation.awaitFault("\(topics.activityJournal.name)/", of: .supervision)
                let accepted = try await installation.recover()
                try await installation.awaitReady(.supervision)
                try await installation.settle()

                #expect(accepted.contains("accepted: activity, \(topics.activityJournal.name), all of"), "\(accepted)")
                #expect(accepted.contains("accepted: supervision, \(topics.activityJournal.name)/"), "\(accepted)")
                try await expectSound(installation)
            }
        }

        @Test func `is the topic of commands itself`() async throws {
            try await Campus.lending(on: .apache, services: [.registry]) { campus in
                let installation = campus.installation
                let topic = installation.broker.topics.registryCommands

                try await installation.renew(topic)
                _ = try await installation.awaitFault("\(topic.name)/0", of: .registry)
                _ = try await installation.recover()
                try await installation.awaitReady(.registry)
                let status = try await campus.register([
                    ("units", [Campus.unitColumns, "b-0109,第九党支部,branch,teacher,g-01,2000-01-01,"])
                ])

                #expect(status == 0)
                try await expectSound(installation)
            }
        }

        @Test func `is a database of yesterday: nothing is journalled before it is accepted, and nothing is lost`()
            async throws
        {
            try await Campus.lending(on: .apache, services: Self.services) { campus in
                let installation = campus.installation
                try await campus.send(["a-0", "a-1"])
                try await installation.settle()
                for service in Self.services { await installation.stop(service) }
                try await installation.database.keepingCopy { copy in
                    for service in Self.services { try await installation.start(service) }
                    try await campus.send(["b-0", "b-1", "b-2"])
                    try await installation.publishWithKcat(.watermark("w-0"))
                    try await installation.settle()
                    let raised = try await standingAlerts(installation)

                    try await installation.database.restore(copy)
                    let restored = try await journalled(installation)
                    try await campus.send(["c-0"])
                    try await installation.publishWithKcat(.themeDay("d-0", of: "b-0102"))
                    let fault = try await installation.awaitFault("the database has gone back", of: .activity)
                    _ = try await installation.awaitFault("the database has gone back", of: .supervision)
                    let heads = try await journalled(installation)
                    let listed = try await installation.guoying("recover")
                    let before = try await installation.guoying("verify", role: "guoying_operator")
                    let accepted = try await installation.recover()
                    for service in Self.services { try await installation.awaitReady(service) }
                    try await installation.settle()

                    let journal = installation.broker.topics.activityJournal.name
                    #expect(fault.contains("\(journal) holds position "), "\(fault)")
                    #expect(try await campus.heldEvents() == ["a-0", "a-1", "b-0", "b-1", "b-2", "c-0", "d-0"])
                    // Nobody keeps an alert that the database of yesterday never knew and that is not raised again.
                    #expect(raised.isSuperset(of: ["b-0102 2021-04-01", "b-0103 2021-04-01"]), "\(raised)")
                    #expect(try await standingAlerts(installation) == raised.subtracting(["b-0102 2021-04-01"]))
                    #expect(heads == restored && before.status == 1, "\(before.output)")
                    #expect(listed.output.contains("activity, \(journal) lane "), "\(listed.output)")
                    #expect(accepted.contains("the journal goes on at new positions"), "\(accepted)")
                    try await expectSound(installation)
                    try await expectPositionsOnce(installation)
                }
            }
        }
    }
}

/// All is as journalled, and there is nothing to recover.
private func expectSound(
    _ installation: Installation, location: SourceLocation = #_sourceLocation
) async throws {
    let verified = try await installation.guoying("verify", "--all", "--rebuild", role: "guoying_operator")
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)", sourceLocation: location)
    let again = try await installation.guoying(
        "recover", "--accept", "--reason", "once more", role: "guoying_operator")
    #expect(again.status == 0 && again.output == "there is nothing to recover\n", "\(again)", sourceLocation: location)
}

/// The alerts about theme days that stand with whoever keeps the highest version of each: unit and first day.
private func standingAlerts(_ installation: Installation) async throws -> Set<String> {
    var highest: [String: (version: Int, value: JSONValue)] = [:]
    for record in try await installation.readWithKcat(installation.broker.topics.supervisionAlerts) {
        guard let id = record.headers["alert-id"], let version = record.headers["alert-version"].flatMap({ Int($0) })
        else { continue }
        if version > highest[id]?.version ?? 0 { highest[id] = (version, record.value) }
    }
    let standing = highest.values.map(\.value).filter {
        $0["status"] != .string("resolved") && $0["requirement"]?["id"] == .string("theme-day")
    }
    return Set(standing.map { "\($0["unit"]?["id"]?.string ?? "") \($0["window"]?["from"]?.string ?? "")" })
}

/// How many entries the activity service and supervision have journalled.
private func journalled(_ installation: Installation) async throws -> Int64 {
    try await installation.database.count(
        "SELECT (SELECT count(*) FROM activity.journal) + (SELECT count(*) FROM supervision.journal)")
}

/// No position of the activity journal was ever given to two entries.
private func expectPositionsOnce(
    _ installation: Installation, location: SourceLocation = #_sourceLocation
) async throws {
    var digests: [String: Set<String>] = [:]
    for record in try await installation.readWithKcat(installation.broker.topics.activityJournal) {
        guard let lane = record.headers["journal-lane"], let position = record.headers["journal-position"],
            let digest = record.headers["journal-digest"]
        else { continue }
        digests["\(lane)-\(position)", default: []].insert(digest)
    }
    let reused = digests.filter { $0.value.count > 1 }
    #expect(!digests.isEmpty && reused.isEmpty, "\(reused)", sourceLocation: location)
}
