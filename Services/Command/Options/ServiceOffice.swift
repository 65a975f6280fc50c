internal import Domain
internal import JSON
internal import Kafka
internal import Messages
internal import Postgres
internal import ServiceKit

/// Where commands go to a service, and its answers are waited for.
struct ServiceOffice {
    /// Who sends.
    static let source = "/guoying/command"

    /// An answer as the service journalled it.
    struct Answer {
        let type: String
        let data: [UInt8]
    }

    /// The service, which is also its schema: `registry`.
    let name: String
    /// How long an answer is waited for.
    let waitLimit: Duration
    let connection: Connection
    /// In which language it is said why a command was not carried out.
    var language: PageLanguage = .both

    /// A command as a record in structured mode.
    static func record(
        of envelope: Envelope, data: [UInt8], on topic: String, partition: Int32? = nil
    ) -> OutgoingRecord {
        OutgoingRecord(
            topic: topic, partition: partition, value: envelope.structured(data: data.span),
            headers: [Header(name: "content-type", text: "application/cloudevents+json")])
    }

    /// Lends a producer for the service's topic of commands.
    ///
    /// - Throws: ``CommandFailure`` where there is no such topic, or the brokers cannot be reached.
    func opening<Value>(
        _ topic: String, _ configuration: Configuration, _ body: (Producer) async throws -> Value
    ) async throws -> Value {
        var settings = try configuration.kafkaSettings()
        // Somebody sits in front of it.
        settings.options["delivery.timeout.ms"] = settings.options["delivery.timeout.ms"] ?? "30000"
        do {
            guard try await !Admin(settings: settings).metadata([topic]).isEmpty else {
                throw CommandFailure(
                    "the cluster has no topic \(topic); run 'guoying topics', or set GUOYING_TOPIC_PREFIX")
            }
            let producer = try Producer(settings: settings)
            let value = try await body(producer)
            await producer.close(within: .seconds(1))
            return value
        } catch let error as KafkaError {
            throw CommandFailure(of: error)
        }
    }

    /// Sends one command and waits for its answer.
    ///
    /// - Throws: ``CommandFailure`` where the service did not carry it out, or has not answered in time.
    func ask(
        _ envelope: Envelope, data: [UInt8], on topic: String, _ configuration: Configuration
    ) async throws -> Answer {
        // Asked once before anything is sent: nobody could see what becomes of it otherwise.
        _ = try await self.answer(to: envelope.id)
        let progress = ProgressLine(.error)
        defer { progress.clear() }
        let isAnswered = try await self.opening(topic, configuration) { producer in
            progress.show("waiting for the \(self.name) service")
            return try await self.send(
                [Self.record(of: envelope, data: data, on: topic)], by: producer, awaiting: envelope.id)
        }
        guard isAnswered, let answer = try await self.answer(to: envelope.id) else {
            throw CommandFailure(
                "the command was sent, and the \(self.name) service has not answered \(self.waitLimit.waited); it will be "
                    + "carried out once the service runs",
                exitCode: .outOfDate)
        }
        guard answer.type != CommandRejection.type(of: self.name) else {
            var reader = DocumentReader()
            let rejection = try reader.read(answer.data) { try CommandRejection.read($0, type: 0) }
            throw CommandFailure(self.language.words(rejection.sentence))
        }
        return answer
    }

    /// Sends commands and waits until one of them, the last as a rule, is answered; false when it takes too long.
    func send(_ records: [OutgoingRecord], by producer: Producer, awaiting command: String) async throws -> Bool {
        for outcome in await producer.send(records) { _ = try outcome.get() }
        let deadline = ContinuousClock.now + self.waitLimit
        while try await self.answer(to: command) == nil {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(20))
        }
        return true
    }

    /// The answer to a command; nil where there is none yet.
    func answer(to command: String) async throws -> Answer? {
        let rows = try await self.connection.run(
            "SELECT type, value FROM \(identifier: self.name).answers_v1 WHERE command = \(command)")
        return try rows.first.map { Answer(type: try $0.decode("type"), data: try $0.decode("value")) }
    }
}
