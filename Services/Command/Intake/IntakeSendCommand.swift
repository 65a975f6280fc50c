internal import Kafka
internal import Messages
internal import ServiceKit

/// `guoying intake send`.
struct IntakeSendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Sends events, in the order of the files.",
        discussion: """
            Files hold structured CloudEvents (JSON lines, or one JSON array), or are tables (CSV) as 'guoying intake \
            validate' takes them. Every event is checked first; a faulty \
            one is named and not sent, the others are, but for later watermarks of the same source, which would say \
            that everything has been sent. Sending the same file twice changes nothing.
            """)

    @OptionGroup var configuration: ConfigurationOptions
    @Option(help: ArgumentHelp("Leaves out what was recorded at or after D.", valueName: "D"))
    var recordedBefore: Moment?
    @OptionGroup var mapping: MappingOptions
    @Flag(help: "Sends each line as it is, unchecked.") var raw = false
    @Argument(help: ArgumentHelp("Files of events; - is standard input.", valueName: "file")) var files: [String]

    func run() async throws {
        if self.raw, self.recordedBefore != nil {
            throw ValidationError("--raw sends every line as it is; leave --recorded-before out")
        }
        let configuration = try self.configuration.load()
        let topic = configuration.topics.activityIntake.name
        let producer: Producer
        do {
            let settings = try configuration.kafkaSettings()
            try await Self.requireTopic(topic, settings)
            producer = try Producer(settings: settings.prompt)
        } catch let error as KafkaError {
            throw CommandFailure(of: error)
        }
        let report: SendingReport
        do {
            report = try await self.send(EventSender(producer: producer, topic: topic))
        } catch {
            await producer.close(within: .seconds(1))
            throw error
        }
        await producer.close(within: .seconds(5))
        StandardStream.output.write("\(report.text(recordedBefore: self.recordedBefore))\n")
        if report.faulty > 0 { throw ExitCode.failure }
    }

    static func requireTopic(_ topic: String, _ settings: Settings) async throws {
        guard try await Admin(settings: settings).metadata([topic]).isEmpty else { return }
        throw CommandFailure("the cluster has no topic \(topic); run 'guoying topics', or set GUOYING_TOPIC_PREFIX")
    }

    private func send(_ start: EventSender) async throws -> SendingReport {
        var sender = start
        let mapping = try self.mapping.eventMapping
        var report = SendingReport()
        let progress = ProgressLine(.error)
        defer { progress.clear() }
        for name in self.files {
            if self.raw {
                var file = try EventFile(name, shape: .lines)
                while let text = try file.next() {
                    try await sender.send(raw: text, from: "\(name):\(text.line)")
                    report.raw += 1
                    progress.show("\(sender.acknowledgedCount) sent")
                }
            } else {
                try await self.send(name, mapping, by: &sender, &report, progress)
            }
        }
        try await sender.flush()
        return report
    }

    private func send(
        _ name: String, _ mapping: EventMapping?, by sender: inout EventSender, _ report: inout SendingReport,
        _ progress: ProgressLine
    ) async throws {
        var file = try EventStream(name, mapping)
        var check = EventCheck()
        var expectation = Expectation()
        var doubts = SourceDoubts()
        var notes = UnlistedNotes(name)
        while let text = try file.next() {
            let message: ActivityMessage
            do throws(Fault) {
                message = try check.read(text)
                notes.take(text)
            } catch {
                report.faulty += 1
                doubts.add(text)
                let explanation = expectation.explain(error, in: text.bytes)
                let fault = EventFault(file: name, line: text.line, fault: error, explanation: explanation)
                StandardStream.error.write("\(fault)\n")
                continue
            }
            // Without a time of recording it counts as recorded when it took place, which is the earliest it can be.
            if let limit = self.recordedBefore?.instant, let recorded = message.envelope.recorded ?? message.occurred,
                recorded >= limit
            {
                report.leftOut += 1
            } else if message.isWatermark, doubts.concern(message.envelope.source) {
                report.heldBack += 1
            } else {
                try await sender.send(text, message, from: "\(name):\(text.line)")
                if message.isWatermark { report.watermarks += 1 } else { report.events += 1 }
                progress.show("\(sender.acknowledgedCount) sent")
            }
        }
        progress.clear()
        notes.write(to: .error)
    }
}

extension Settings {
    /// Somebody sits in front of it: a record goes out at once and is given up after half a minute, unless configured.
    var prompt: Settings {
        var settings = self
        settings.options.merge(["linger.ms": "0", "delivery.timeout.ms": "30000"]) { configured, _ in configured }
        return settings
    }
}
