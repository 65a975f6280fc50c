internal import Crypto
internal import Domain
internal import FoundationEssentials
internal import Kafka
internal import Messages
internal import Pipeline
internal import Postgres
internal import ServiceKit

/// `guoying dlq replay`.
struct DeadLetterReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Sends refused records again, put right, and ends their letters.",
        discussion: """
            Records go out in the order in which they were refused, to the topic that they came by, with the source \
            and the id that they had: a refused record claims none. --set puts members right, the same in all of them; \
            --edited takes a copy of one that was put right by hand. A letter ends once its record has been taken in; \
            one that waits for something else, or is refused again, keeps it.

            --dry-run sends nothing and says which verdicts would change.
            """)

    @OptionGroup var options: ReadingOptions
    @Option(help: "A member to put right, and its value.") var set: [LetterMend.Setting] = []
    @Option(help: ArgumentHelp("An edited copy of the one record.", valueName: "file")) var edited: String?
    @Flag(help: "Sends nothing, and says which verdicts would change.") var dryRun = false
    @Option(help: "All open letters with this code.") var code: String?
    @Option(help: "All open letters about what this source sent.") var source: String?
    @Option(help: "Why, in a sentence.", transform: OperatorReason.read) var reason: String?
    @Option(
        help: ArgumentHelp("Who replays, an opaque id; the name of the user where left out.", valueName: "person"))
    var actor: String?
    @Option(help: "The language of a refusal.") var language: PageLanguage = .both
    @Argument(help: ArgumentHelp("Letters, as 'guoying dlq list' shows them.", valueName: "lane-position"))
    var letters: [LetterNumber] = []

    func run() async throws {
        let isBulk = self.code != nil || self.source != nil
        guard isBulk == self.letters.isEmpty else {
            throw ValidationError("name letters, or choose them by --code and --source")
        }
        guard self.edited == nil || self.letters.count == 1 else {
            throw ValidationError("--edited needs exactly one letter")
        }
        guard self.dryRun || self.reason != nil else { throw ValidationError("--reason says why, for the journal") }
        let configuration = try self.options.configuration.load()
        try await configuration.connected { connection in
            let backlog = try await Freshness.awaiting(self.options, configuration, on: connection)
            try backlog.report()
            let replays = try await self.replays(connection)
            if self.dryRun {
                try await self.preview(replays, configuration, connection)
            } else {
                try await self.send(replays, configuration, connection)
            }
        }
    }

    /// A record that is fit to be sent again.
    private struct Replay {
        let letter: WholeLetter
        let record: KeptRecord
        let message: ActivityMessage
    }

    /// The records, put right, in the order in which they were refused; each that is still faulty is named.
    private func replays(_ connection: Connection) async throws -> [Replay] {
        let mend = LetterMend(settings: self.set, copy: try self.edited.map(Self.contents))
        var numbers = self.letters
        if numbers.isEmpty {
            let filter = DeadLetterFilter(code: self.code, source: self.source, unit: nil)
            numbers = try await DeadLetterTable.open(filter, limit: 1_000_000, connection).map(\.number)
            if numbers.isEmpty { StandardStream.output.write("no open dead letters\n") }
        }
        var replays: [Replay] = []
        var decoder = MessageDecoder<ActivityEvent>(valueLimitBytes: Limits.eventBytes)
        var faulty = 0
        for number in numbers {
            guard let letter = try await WholeLetter.read(number, on: connection) else {
                throw CommandFailure("there is no dead letter \(number); 'guoying dlq list' shows those that are")
            }
            guard letter.ending == nil else { throw CommandFailure("letter \(number) is ended already") }
            do {
                guard let record = try mend.record(of: letter) else {
                    throw CommandFailure("its letter has no whole value; give an edited copy with --edited")
                }
                replays.append(
                    Replay(letter: letter, record: record, message: try record.message(with: &decoder)))
            } catch {
                faulty += 1
                StandardStream.error.write("letter \(number): \(error)\n")
            }
        }
        // Nothing goes out where not everything can: what was to follow would overtake what was left behind.
        if faulty > 0 { throw ExitCode.failure }
        return replays.sorted { left, right in
            let (left, right) = (left.letter.letter, right.letter.letter)
            return (left.accepted, left.topic, left.partition, left.offset)
                < (right.accepted, right.topic, right.partition, right.offset)
        }
    }

    private static func contents(of file: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: file) else { throw CommandFailure("cannot read \(file)") }
        return Array(data)
    }

    private func preview(
        _ replays: [Replay], _ configuration: Configuration, _ connection: Connection
    ) async throws {
        let now = Instant(microseconds: try await SharedClock.learning(on: connection).now())
        var preview = ReplayPreview(try configuration.installedPack(), now: now)
        let reader = BoardReader(connection)
        for replay in replays {
            let named = replay.letter.letter.unit.map { UnitCode(rawValue: $0) }
            for unit in [named, replay.message.body.unit].compactMap({ $0 }) where !preview.knows(unit) {
                // A unit that the register does not have owes nothing.
                if let facts = try? await reader.facts(of: unit, knownAt: now) { preview.add(facts) }
            }
            preview.take(replay.message, ending: replay.letter.letter)
        }
        let lines = preview.lines
        StandardStream.output.write(lines.isEmpty ? "no verdict would change\n" : lines.map { $0 + "\n" }.joined())
    }

    private func send(_ replays: [Replay], _ configuration: Configuration, _ connection: Connection) async throws {
        let office = ServiceOffice(
            name: "activity", waitLimit: self.options.waitLimit, connection: connection, language: self.language)
        for replay in replays {
            let headers = replay.record.headers.map { Header(name: $0.name, value: $0.value) }
            let record = OutgoingRecord(
                topic: replay.record.origin.topic, key: replay.message.body.unit.map { Array($0.rawValue.utf8) },
                value: replay.record.value, headers: headers)
            try await office.opening(record.topic, configuration) { producer in
                for outcome in await producer.send([record]) { _ = try outcome.get() }
            }
            let backlog = try await Freshness.awaiting(self.options, configuration, on: connection)
            try backlog.report()
            try await self.end(replay, by: office, configuration)
        }
    }

    /// Ends the letter where its record has been taken in, and says what became of it.
    private func end(_ replay: Replay, by office: ServiceOffice, _ configuration: Configuration) async throws {
        let number = replay.letter.letter.number
        let rows = try await office.connection.run(
            """
            SELECT FROM activity.first_place_v1 WHERE record = \(replay.message.identity)
            UNION ALL SELECT FROM activity.version_v1 WHERE event = \(replay.message.identity)
            """)
        guard !rows.isEmpty else {
            throw CommandFailure(
                "letter \(number): its record was sent and is not in the log: it waits for what it names, or was refused "
                    + "again; see 'guoying dlq list' and 'guoying sources status'")
        }
        let dismissal = LetterDismissal(number, reason: "replayed: \(self.reason ?? "")")
        let command = ActivityCommand.dismissLetter(dismissal)
        var envelope = Envelope(source: ServiceOffice.source, id: Hex.encode(Random.bytes(12)), type: command.type)
        envelope.actor = self.actor ?? ProcessInfo.processInfo.userName
        _ = try await office.ask(
            envelope, data: command.data, on: configuration.topics.activityCommands.name, configuration)
        StandardStream.output.write("replayed \(number)\n")
    }
}
