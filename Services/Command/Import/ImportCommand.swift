internal import Kafka
internal import Messages
internal import Postgres
internal import ServiceKit

/// `guoying import`.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Imports files of the register, all of them or none.",
        discussion: """
            Files are CSV in UTF-8, with commas, semicolons or tabs; the header row says which file of the register \
            one is: \(RegisterFile.allCases.map(\.rawValue).joined(separator: ", ")). A row that repeats what is known \
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
            let isAnswered = try await self.deliver(order, configuration, on: connection)
            try await self.report(isAnswered ? ImportAnswer.read(of: order, on: connection) : nil)
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

    /// Sends all commands, each stretch when the registry has answered the one before; true when it has answered all.
    private func deliver(
        _ order: RegisterImport, _ configuration: Configuration, on connection: Connection
    ) async throws -> Bool {
        let topic = configuration.topics.registryCommands.name
        let office = ServiceOffice(name: "registry", waitLimit: self.options.waitLimit, connection: connection)
        let progress = ProgressLine(.error)
        defer { progress.clear() }
        return try await office.opening(topic, configuration) { producer in
            let stretches = order.stretches(for: topic)
            for (number, stretch) in stretches.enumerated() {
                progress.show("sending part \(number + 1) of \(stretches.count), waiting for the registry")
                if try await office.send(stretch.records, by: producer, awaiting: stretch.lastID) { continue }
                guard number + 1 < stretches.count else { return false }
                throw CommandFailure(
                    "the registry has not answered within \(self.options.waitLimit), and nothing was changed; import "
                        + "again when it runs",
                    exitCode: .outOfDate)
            }
            return true
        }
    }

    /// Says what the registry has answered.
    private func report(_ answer: ImportAnswer?) throws {
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

    /// Says in a line each, and each once, what was wrong with what was given.
    private static func refuse(_ lines: [String]) -> ExitCode {
        var said: Set<String> = []
        for line in lines where said.insert(line).inserted { StandardStream.error.write("\(line)\n") }
        return .failure
    }
}
