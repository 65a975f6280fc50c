import Kit
import Messages
import Postgres
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized) struct `Given bad input` {
        @Test(arguments: TestBroker.available)
        func `answers each with its code, and takes the good records around it`(broker: TestBroker) async throws {
            try await Campus.lending(on: broker, services: [.registry, .activity], preparing: bindSources) { campus in
                let bad = BadRecord.table(on: broker)
                let sent = try await Mixture(of: bad).send(to: campus)

                try await campus.expectIntake { $0.events == sent.count && $0.parked == 0 }
                let intake = try await campus.intake()
                #expect(intake.addsUp)
                #expect(intake.refused == bad.count)
                #expect(intake.duplicate == 0)
                try await sent.checkGoodRecords(campus)
                try await sent.checkLetters(campus)
            }
        }

        @Test(arguments: TestBroker.available)
        func `lets the early wait for a week, and no longer`(broker: TestBroker) async throws {
            try await Campus.lending(on: broker, services: [.registry, .activity], preparing: bindSources) { campus in
                let sent = try await Mixture(of: BadRecord.early).send(to: campus)

                try await campus.expectIntake { $0.events == sent.count }
                #expect(try await campus.intake().parked == BadRecord.early.count)
                #expect(try await campus.intake().addsUp)
                try await campus.setClock("2021-05-13")
                try await campus.expectIntake { $0.parked == 0 }
                #expect(try await campus.intake().refused == BadRecord.early.count)
                #expect(try await campus.intake().addsUp)
                try await sent.checkGoodRecords(campus)
                try await sent.checkLetters(campus)
            }
        }

        @Test(arguments: TestBroker.available)
        func `releases what waits for a unit when an import brings it`(broker: TestBroker) async throws {
            try await Campus.lending(on: broker, services: [.registry, .activity]) { campus in
                let events = ["new-1", "new-2"].map { OutsideEvent.themeDay($0, of: "b-0104") }
                try await campus.installation.publishWithKcat(events[0])
                try await campus.installation.publish([events[1], events[1]], mode: "binary")
                try await campus.expectIntake { $0.parked == 2 && $0.duplicate == 1 }

                try await campus.register(["b-0104"])

                try await campus.expectIntake { $0.parked == 0 }
                let intake = try await campus.intake()
                #expect(intake.addsUp && intake.refused == 0)
                #expect(try await campus.acceptedIDs() == ["new-1", "new-2"])
            }
        }
    }
}

/// Only the systems of the campus may speak.
@Sendable private func bindSources(_ installation: Installation) {
    let topic = installation.broker.topics.activityIntake.name
    installation.set("GUOYING_ACTIVITY_INTAKE_TOPICS", to: "\(topic)=/campus/oa,/campus/hr")
}

extension Campus {
    /// Waits until the counts are as they should be.
    fileprivate func expectIntake(
        at location: SourceLocation = #_sourceLocation, _ condition: (IntakeCount) -> Bool
    ) async throws {
        let isReached = try await eventually(within: .seconds(60)) { condition(try await self.intake()) }
        let (intake, log) = (try await self.intake(), await self.installation.log(of: .activity))
        try #require(isReached, "\(intake); activity says: \(log)", sourceLocation: location)
    }

    /// The ids of `/campus/oa` that are on record, in order; one that is there twice is listed twice.
    fileprivate func acceptedIDs() async throws -> [String] {
        try await self.installation.database.run(
            """
            SELECT id FROM activity.journal_v1 WHERE source = '/campus/oa' AND topic = \
            \(self.installation.broker.topics.activityJournal.name) ORDER BY id
            """
        ).decode("id")
    }
}

/// Bad records among good ones: before each and behind the last lies a good one of the same key, so of the same
/// partition.
private struct Mixture {
    private let bad: [BadRecord]
    private let good: [OutsideEvent]

    init(of bad: [BadRecord]) {
        self.bad = bad
        self.good = (0...bad.count).map { .themeDay("good-\($0)", of: "b-0101") }
    }

    func send(to campus: Campus) async throws -> SentMixture {
        let modes = ["binary", "structured"]
        var lines: [String] = []
        for (number, event) in self.good.enumerated() {
            lines.append(event.line(mode: modes[number % 2]))
            if number < self.bad.count { lines.append(self.bad[number].line) }
        }
        let sent = try await campus.installation.publish(lines, to: campus.installation.broker.topics.activityIntake)
        try #require(sent.count == lines.count)
        return SentMixture(bad: self.bad, good: self.good, records: sent)
    }
}

/// What has been sent.
private struct SentMixture {
    let bad: [BadRecord]
    let good: [OutsideEvent]
    let records: [SentRecord]

    var count: Int { self.records.count }

    func checkGoodRecords(_ campus: Campus) async throws {
        let ids = self.good.compactMap { $0.attributes["id"] }.sorted()
        #expect(try await campus.acceptedIDs() == ids)
    }

    func checkLetters(_ campus: Campus) async throws {
        let letters = try await DeadLetters(of: campus.installation)
        #expect(letters.count == self.bad.count)
        for (number, record) in self.bad.enumerated() {
            letters.check(
                record, sent: self.records[2 * number + 1], to: campus.installation.broker.topics.activityIntake)
        }
    }
}
