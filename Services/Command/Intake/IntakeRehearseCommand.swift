internal import Domain
internal import Kafka
internal import Messages
internal import Pipeline
internal import Postgres
internal import ServiceKit

/// `guoying intake rehearse`.
struct IntakeRehearseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse", abstract: "Asks what would become of events if they were sent; nothing counts.",
        discussion: """
            Files as 'guoying intake validate' takes them. Every event goes to the topic of the rehearsal, faulty or \
            not; the service judges it as any other and answers. One line says of each that would be refused what was \
            expected, and of each that would wait for what; then come the verdicts that would change, those that \
            corrections, retractions and watermarks change left out. What one event of the rehearsal says is not there \
            for those that are sent later.
            """)

    @OptionGroup var options: ReadingOptions
    @OptionGroup var mapping: MappingOptions
    @Argument(help: ArgumentHelp("Files of events; - is standard input.", valueName: "file")) var files: [String]

    /// How many events can be rehearsed at once: each has a row of the journal for ever.
    private static let limit = 10_000

    /// How far the clocks of the machines may lie apart.
    private static let clockSeconds: Int64 = 600

    /// An event that was sent to be judged.
    private struct Rehearsed {
        let file: String
        let text: EventFile.Text
        var delivery: Delivery?
    }

    func run() async throws {
        let configuration = try self.options.configuration.load()
        var events = try self.read()
        try await configuration.connected { connection in
            let began = Instant(microseconds: try await SharedClock.learning(on: connection).now())
            let topic = configuration.topics.activityRehearsal.name
            try await Self.send(&events, to: topic, configuration)
            let answers = try await self.answers(to: events, since: began, on: connection)
            let preview = try await self.report(events, answers, now: began, configuration, connection)
            StandardStream.output.write(preview)
            let outcomes = answers.values.map(\.outcome)
            let counts = RehearsalAnswer.Outcome.allCases.map { outcome in
                (outcome.rawValue, outcomes.count { $0 == outcome })
            }.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
            StandardStream.error.write(
                "\(counted(events.count, "event"))\(counts.isEmpty ? "" : ": " + counts.joined(separator: ", "))\n")
            if answers.count < events.count {
                throw CommandFailure(
                    "\(events.count - answers.count) not answered yet; see whether the activity service runs, or give it "
                        + "longer with --wait", exitCode: .outOfDate)
            }
            if outcomes.contains(.refused) { throw ExitCode.failure }
        }
    }

    private func read() throws -> [Rehearsed] {
        var events: [Rehearsed] = []
        let mapping = try self.mapping.eventMapping
        for name in self.files {
            var file = try EventStream(name, mapping)
            while let text = try file.next() {
                events.append(Rehearsed(file: name, text: text))
                guard events.count <= Self.limit else {
                    throw CommandFailure("a rehearsal takes at most \(Self.limit) events; try fewer of them")
                }
            }
        }
        return events
    }

    private static func send(_ events: inout [Rehearsed], to topic: String, _ configuration: Configuration) async throws
    {
        do {
            let settings = try configuration.kafkaSettings()
            try await IntakeSendCommand.requireTopic(topic, settings)
            let producer = try Producer(settings: settings.prompt)
            let records = events.map { EventSender.record(raw: $0.text, topic: topic) }
            let outcomes = await producer.send(records)
            await producer.close(within: .seconds(5))
            for (place, outcome) in outcomes.enumerated() { events[place].delivery = try outcome.get() }
        } catch let error as KafkaError {
            throw CommandFailure(of: error)
        }
    }

    /// The answers by the events' places among all; waits for them as long as was asked for.
    private func answers(
        to events: [Rehearsed], since began: Instant, on connection: Connection
    ) async throws -> [Int: (outcome: RehearsalAnswer.Outcome, fault: Fault?)] {
        var answers: [Int: (outcome: RehearsalAnswer.Outcome, fault: Fault?)] = [:]
        let deadline = ContinuousClock.now.advanced(by: self.options.waitLimit)
        while true {
            let rows = try await connection.run(
                """
                SELECT asked.number, answer.outcome, answer.code, answer.field
                FROM unnest(\(events.map { $0.delivery?.partition ?? -1 })::integer[],
                    \(events.map { $0.delivery?.offset ?? -1 })::bigint[])
                    WITH ORDINALITY AS asked (partition, record_offset, number)
                JOIN activity.rehearsal_v1 AS answer
                    ON answer.partition = asked.partition AND answer.record_offset = asked.record_offset
                WHERE answer.accepted >= \(began.adding(seconds: -Self.clockSeconds))
                """)
            for row in rows {
                guard let outcome = RehearsalAnswer.Outcome(rawValue: try row.decode("outcome")) else { continue }
                let code = try row.decode("code", as: String?.self).flatMap { FaultCode(rawValue: $0) }
                let field = try row.decode("field", as: String?.self) ?? ""
                answers[Int(try row.decode("number", as: Int64.self)) - 1] = (
                    outcome, code.map { Fault($0, at: field) }
                )
            }
            guard answers.count < events.count, ContinuousClock.now < deadline else { return answers }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Says what is wrong with which event, and returns which verdicts the others would change.
    private func report(
        _ events: [Rehearsed], _ answers: [Int: (outcome: RehearsalAnswer.Outcome, fault: Fault?)], now: Instant,
        _ configuration: Configuration, _ connection: Connection
    ) async throws -> String {
        var expectation = Expectation()
        var check = EventCheck()
        var accepted: [ActivityMessage] = []
        for (place, event) in events.enumerated() {
            guard let answer = answers[place] else { continue }
            if let fault = answer.fault {
                let explanation = expectation.explain(fault, in: event.text.bytes)
                let line = EventFault(
                    file: event.file, line: event.text.line, fault: fault, explanation: explanation)
                StandardStream.output.write("\(line)\(answer.outcome == .parked ? "; would wait for it" : "")\n")
            } else if answer.outcome == .accepted, let message = try? check.read(event.text) {
                accepted.append(message)
            }
        }
        guard !accepted.isEmpty else { return "" }
        var preview = VerdictPreview(try configuration.installedPack(), now: now)
        for message in accepted {
            if let unit = message.body.unit { try await preview.learn(unit, on: connection) }
            preview.take(message)
        }
        return preview.text
    }
}
