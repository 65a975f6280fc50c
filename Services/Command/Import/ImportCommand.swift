internal import Kafka
internal import Messages
internal import Postgres
internal import ServiceKit

/// `guoying import`.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Imports files of the register, all of them or none.",
        discussion: """
            Files are CSV in UTF-8, with commas, semicolons or tabs; the header row says which file of the register one \
            is: \(RegisterFile.allCases.map(\.rawValue).joined(separator: ", ")). A row that repeats what is known \
            changes nothing; one with other values is a new version from its day; rows that are absent are left alone.
            """)

    @OptionGroup var options: ReadingOptions
    @Flag(help: "Checks the files and says what would be sent; asks no server.") var dryRun = false
    @Option(help: ArgumentHelp("Prints the header row of a file and imports nothing.", valueName: "name"))
    var template: RegisterFile?
    @Argument(help: ArgumentHelp("Files of the register.", valueName: "file")) var files: [String] = []

    func run() async throws {
        if let template {
            guard self.files.isEmpty else { throw ValidationError("--template takes no files") }
            return StandardStream.output.write(template.allColumns.joined(separator: ",") + "\n")
        }
        guard !self.files.isEmpty else { throw ValidationError("expected the files to import") }
        let order = try self.read()
        guard !self.dryRun else {
            let commands = counted(order.commands.count, "command")
            return StandardStream.output.write("would import \(order.summary), in \(commands); nothing was sent\n")
        }
        let configuration = try self.options.configuration.load()
        try await configuration.connected { connection in
            // Asked once before anything is sent: nobody could see what becomes of it otherwise.
            _ = try await ImportAnswer.read(of: order, on: connection)
            try await self.send(order, configuration)
            try await self.report(order, on: connection)
        }
    }

    /// Reads all files; where any has a fault all faults are said, and nothing goes on.
    private func read() throws -> RegisterImport {
        let id = RegisterImport.newID()
        let sheets = try self.files.map {
            RegisterSheet(try ImportFile.bytes(at: $0), name: $0, importID: id)
        }
        let faults = sheets.flatMap(\.faults)
        guard faults.isEmpty else { throw Self.refuse(faults.map(\.description)) }
        return RegisterImport(id: id, sheets: sheets.compactMap(\.rows))
    }

    private func send(_ order: RegisterImport, _ configuration: Configuration) async throws {
        let topic = configuration.topics.registryCommands.name
        var settings = try configuration.kafkaSettings()
        // Somebody sits in front of it.
        settings.options["delivery.timeout.ms"] = settings.options["delivery.timeout.ms"] ?? "30000"
        do {
            guard try await !Admin(settings: settings).metadata([topic]).isEmpty else {
                throw CommandFailure(
                    "the cluster has no topic \(topic); run 'guoying topics', or set GUOYING_TOPIC_PREFIX")
            }
            let producer = try Producer(settings: settings)
            let progress = ProgressLine(.error)
            progress.show("sending \(counted(order.commands.count, "command"))")
            let outcomes = await producer.send(order.records(for: topic))
            await producer.close(within: .seconds(1))
            progress.clear()
            for outcome in outcomes { _ = try outcome.get() }
        } catch let error as KafkaError {
            throw CommandFailure(of: error)
        }
    }

    /// Waits for the registry's answer and says what it is.
    private func report(_ order: RegisterImport, on connection: Connection) async throws {
        let deadline = ContinuousClock.now + self.options.waitLimit
        let progress = ProgressLine(.error)
        progress.show("waiting for the registry")
        var answer = try await ImportAnswer.read(of: order, on: connection)
        while answer == nil, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
            answer = try await ImportAnswer.read(of: order, on: connection)
        }
        progress.clear()
        switch answer {
        case .imported(let outcome):
            StandardStream.output.write("\(outcome.summary)\n")
        case .rejected(let rejections):
            throw Self.refuse(rejections.flatMap(\.lines))
        case nil:
            throw CommandFailure(
                "the import was sent, and the registry has not answered within \(self.options.waitLimit); it will be "
                    + "applied once the registry runs, and importing the same files again does no harm",
                exitCode: .outOfDate)
        }
    }

    /// Says in a line each what was wrong with what was given.
    private static func refuse(_ lines: [String]) -> ExitCode {
        for line in lines { StandardStream.error.write("\(line)\n") }
        return .failure
    }
}
