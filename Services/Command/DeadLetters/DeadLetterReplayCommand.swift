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
            let now = Instant(microseconds: try await SharedClock.learning(on: connection).now())
            let replays = try await self.replays(configuration.topics, now, connection)
            if self.dryRun {
                if !replays.ready.isEmpty { try await self.preview(replays.ready, configuration, now, connection) }
            } else {
                try await self.send(replays.ready, configuration, connection)
            }
            if replays.heldBack > 0 { throw ExitCode.failure }
        }
    }

    /// A record that is fit to be sent again.
    private struct Replay {
        let letter: WholeLetter
        let record: KeptRecord
        let message: ActivityMessage
    }

    /// The records, put right, in the order in which they were refused. Each that is still faulty is named, and holds
    /// back those of its unit that came later.
    private func replays(_ topics: Topics, _ now: Instant, _ connection: Connection) async throws -> Replays {
        let mend = LetterMend(settings: self.set, copy: try self.edited.map(Self.contents))
        var numbers: [LetterNumber] = []
        for number in self.letters where !numbers.contains(number) { numbers.append(number) }
        if numbers.isEmpty {
            let filter = DeadLetterFilter(code: self.code, source: self.source, unit: nil)
            let letters = try await DeadLetterTable.open(filter, limit: 1_000_000, connection)
            numbers = letters.filter { $0.topic != topics.activityCommands.name }.map(\.number)
            if numbers.isEmpty { StandardStream.output.write("no open dead letters\n") }
        }
        var letters: [WholeLetter] = []
        for number in numbers {
            guard let letter = try await WholeLetter.read(number, on: connection) else {
                throw CommandFailure("there is no dead letter \(number); 'guoying dlq list' shows those that are")
            }
            guard letter.ending == nil else { throw CommandFailure("letter \(number) is ended already") }
            letters.append(letter)
        }
        letters.sort { left, right in
            let (left, right) = (left.letter, right.letter)
            return (left.accepted, left.topic, left.partition, left.offset)
                < (right.accepted, right.topic, right.partition, right.offset)
        }
        var replays = Replays()
        var decoder = MessageDecoder<ActivityEvent>(valueLimitBytes: Limits.eventBytes)
        for letter in letters {
            do {
                guard let record = try mend.record(of: letter) else {
                    throw CommandFailure("has no whole value; give an edited copy with --edited")
                }
                let message = try record.message(with: &decoder)
                if let fault = message.fault(acceptedAt: now) { throw fault }
                try replays.add(Replay(letter: letter, record: record, message: message))
            } catch {
                replays.holdBack(letter)
                StandardStream.error.write("letter \(letter.letter.number): \(error)\n")
            }
        }
        return replays
    }

    /// What goes out, and whose later records must not.
    private struct Replays {
        private(set) var ready: [Replay] = []
        private(set) var heldBack = 0
        private var units: Set<String> = []

        /// Adds one; throws where an earlier one of its unit stays behind.
        mutating func add(_ replay: Replay) throws(CommandFailure) {
            if let unit = replay.message.body.unit?.rawValue, self.units.contains(unit) {
                throw CommandFailure("waits for an earlier one of \(unit) that is still faulty")
            }
            self.ready.append(replay)
        }

        mutating func holdBack(_ letter: WholeLetter) {
            self.heldBack += 1
            if let unit = letter.letter.unit { self.units.insert(unit) }
        }
    }

    private static func contents(of file: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: file) else { throw CommandFailure("cannot read \(file)") }
        return Array(data)
    }

    private func preview(
        _ replays: [Replay], _ configuration: Configuration, _ now: Instant, _ connection: Connection
    ) async throws {
        var preview = VerdictPreview(try configuration.installedPack(), now: now)
        for replay in replays {
            let named = replay.letter.letter.unit.map { UnitCode(rawValue: $0) }
            for unit in [named, replay.message.body.unit].compactMap({ $0 }) {
                try await preview.learn(unit, on: connection)
            }
            preview.end(replay.letter.letter)
            preview.take(replay.message)
            if case .held = replay.message.body { continue }
            StandardStream.output.write(
                "letter \(replay.letter.letter.number): only what its end changes is shown, not what it corrects, takes "
                    + "back or vouches for\n")
        }
        StandardStream.output.write(preview.text)
    }

    private func send(_ replays: [Replay], _ configuration: Configuration, _ connection: Connection) async throws {
        guard let first = replays.first else { return }
        let office = ServiceOffice(
            name: "activity", waitLimit: self.options.waitLimit, connection: connection, language: self.language)
        try await office.opening(first.record.origin.topic, configuration) { producer in
            for replay in replays {
                let headers = replay.record.headers.map { Header(name: $0.name, value: $0.value) }
                let delivery = try await producer.send(
                    OutgoingRecord(
                        topic: replay.record.origin.topic,
                        key: replay.message.body.unit.map { Array($0.rawValue.utf8) }, value: replay.record.value,
                        headers: headers))
                let backlog = try await Freshness.awaiting(self.options, configuration, on: connection)
                try backlog.report()
                try await self.end(replay, at: delivery, by: office, configuration)
            }
        }
    }

    /// Ends the letter where its record has been taken in, and says what became of it.
    private func end(
        _ replay: Replay, at delivery: Delivery, by office: ServiceOffice, _ configuration: Configuration
    ) async throws {
        let number = replay.letter.letter.number
        let place: SQL = """
            topic = \(replay.record.origin.topic) AND partition = \(delivery.partition)
                AND record_offset = \(delivery.offset)
            """
        let answers = try await office.connection.pipeline([
            "SELECT code, field FROM activity.dead_letter_v1 WHERE \(place)",
            "SELECT key FROM activity.parked_v1 WHERE \(place)",
        ])
        if let refused = answers[0].first {
            let field = try refused.decode("field", as: String?.self).map { " at \($0)" } ?? ""
            throw CommandFailure(
                "letter \(number): its record was refused again: \(try refused.decode("code", as: String.self))\(field)"
            )
        }
        if let waiting = answers[1].first {
            throw CommandFailure(
                "letter \(number): its record waits for \(try waiting.decode("key", as: String.self)); dismiss the letter "
                    + "once that has come")
        }
        // With what stands before it, a reason may be longer than a letter's end carries.
        let reason = String(String.UnicodeScalarView("replayed: \(self.reason ?? "")".unicodeScalars.prefix(2_000)))
        let command = ActivityCommand.dismissLetter(LetterDismissal(number, reason: reason))
        var envelope = Envelope(source: ServiceOffice.source, id: Hex.encode(Random.bytes(12)), type: command.type)
        envelope.actor = self.actor ?? ProcessInfo.processInfo.userName
        _ = try await office.ask(
            envelope, data: command.data, on: configuration.topics.activityCommands.name, configuration)
        StandardStream.output.write("replayed \(number)\n")
    }
}
