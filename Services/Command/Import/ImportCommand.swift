internal import Messages
internal import Postgres
internal import ServiceKit

/// `guoying import`.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Imports files of the register, all of them or none.",
        discussion: """
            Files are CSV with commas, semicolons or tabs, in UTF-8, GB18030 or Excel's Unicode text; the header row \
            says which file of the register one is: \(SheetKind.allCases.map(\.rawValue).joined(separator: ", ")). \
            They may be named in any order. A row that repeats what is known changes nothing; one with other values is \
            a new version from its day; rows that are absent are left alone. Days are written 2021-03-01 or 2021/3/1.

            'people' holds names and contacts. It travels over no topic and goes to a protected table, for which the \
            database is to be reached as a role that belongs to guoying_operator; for the others guoying_reader will \
            do.
            """)

    @OptionGroup var options: ReadingOptions
    @Flag(help: "Has the files judged and says what they would change; changes nothing.") var dryRun = false
    @Option(help: ArgumentHelp("Prints the header row of a file and imports nothing.", valueName: "name"))
    var template: SheetKind?
    @Option(help: "The language in which faults are said.") var language: PageLanguage = .both
    @Argument(help: ArgumentHelp("Files of the register.", valueName: "file")) var files: [String] = []

    func run() async throws {
        if let template {
            guard self.files.isEmpty else { throw ValidationError("--template takes no files") }
            return StandardStream.output.write(template.allColumns.joined(separator: ",") + "\n")
        }
        guard !self.files.isEmpty else { throw ValidationError("expected the files to import") }
        let (order, contacts) = try await self.read()
        let configuration = try self.options.configuration.load()
        let summaries = try await configuration.connected { connection in
            let delivery = ImportDelivery(
                configuration: configuration, waitLimit: self.options.waitLimit, mode: self.mode)
            return try await self.carryOut(order, contacts, delivery, on: connection)
        }
        for summary in summaries {
            StandardStream.output.write(
                self.dryRun ? "would import: \(summary); nothing was changed\n" : "imported: \(summary)\n")
        }
    }

    private var mode: ImportCommit.Mode { self.dryRun ? .check : .apply }

    /// Reads all files; where any has a fault all faults are said, the registry's too, and nothing goes on.
    private func read() async throws -> (RegisterImport, ContactImport) {
        let id = RegisterImport.newID()
        let sheets = try self.files.map { RegisterSheet(try ImportFile.bytes(at: $0), name: $0, importID: id) }
        let contacts = ContactImport(sheets.flatMap(\.people))
        let faults = sheets.flatMap(\.faults) + contacts.faults
        guard faults.isEmpty else {
            let more = sheets.contains(where: \.bearsOnOthers) ? [] : await self.faultsInTheRegister(of: sheets, id)
            throw Self.refuse((faults + more).map { $0.line(in: self.language) })
        }
        return (RegisterImport(id: id, sheets: sheets.compactMap(\.rows), mode: self.mode), contacts)
    }

    /// What the registry finds wrong in the rows that can be read, so that a clerk mends all in one go; nothing where
    /// it cannot be asked, because there is enough to mend already.
    private func faultsInTheRegister(of sheets: [RegisterSheet], _ id: String) async -> [RowFault] {
        let order = RegisterImport(id: id, sheets: sheets.compactMap(\.readableRows), mode: .check)
        guard !order.isEmpty, let configuration = try? self.options.configuration.load() else { return [] }
        let delivery = ImportDelivery(configuration: configuration, waitLimit: self.options.waitLimit, mode: .check)
        let answer = try? await configuration.connected { try await delivery.deliver(order, on: $0) }
        guard case .rejected(let rejections) = answer else { return [] }
        return rejections.flatMap(\.rows)
    }

    /// Has the register take its files in, and the protected table its own, both or none.
    ///
    /// Contacts go first, in a transaction that stays open until the registry has answered: whatever keeps them from
    /// being taken shows before anything is sent, whatever the registry finds wrong takes them back, and all that is
    /// left behind its answer is the COMMIT.
    private func carryOut(
        _ order: RegisterImport, _ contacts: ContactImport, _ delivery: ImportDelivery, on connection: Connection
    ) async throws -> [String] {
        guard !contacts.rows.isEmpty else {
            return [try await self.outcome(of: order, delivery, on: connection).summary]
        }
        var summaries: [String] = []
        do {
            return try await connection.transaction { connection in
                let changes = try await contacts.keep(for: "import \(order.id)", on: connection)
                if !order.isEmpty {
                    summaries.append(try await self.outcome(of: order, delivery, on: connection).summary)
                }
                if self.dryRun { try await connection.run("ROLLBACK") }
                return summaries + [changes.summary]
            }
        } catch let failure as CommandFailure where failure.exitCode == .outOfDate {
            throw CommandFailure("\(failure); contacts were not changed", exitCode: failure.exitCode)
        } catch let error as DatabaseError where !summaries.isEmpty && !self.dryRun {
            throw CommandFailure(
                "the register's files were imported, but perhaps not 'people': \(error); import the same files again, "
                    + "which does no harm", exitCode: error.exitCode)
        }
    }

    /// Sends the register's files and gives what the registry made of them.
    private func outcome(
        of order: RegisterImport, _ delivery: ImportDelivery, on connection: Connection
    ) async throws -> ImportOutcome {
        switch try await delivery.deliver(order, on: connection) {
        case .accepted(let outcome): return outcome
        case .rejected(let rejections): throw Self.refuse(rejections.flatMap { $0.lines(in: self.language) })
        }
    }

    /// Says in a line each, and each once, what was wrong with what was given.
    private static func refuse(_ lines: [String]) -> ExitCode {
        var said: Set<String> = []
        for line in lines where said.insert(line).inserted { StandardStream.error.write("\(line)\n") }
        return .failure
    }
}

extension RegisterSheet {
    /// The rows that go to the registry.
    fileprivate var rows: ImportRows? {
        guard case .rows(let rows) = self.content else { return nil }
        return rows
    }

    /// Those of them that can be read.
    fileprivate var readableRows: ImportRows? {
        guard let all = self.rows else { return nil }
        let faulty = Set(self.faults.map(\.line))
        return ImportRows(
            importID: all.importID, file: all.file, name: all.name, columns: all.columns,
            rows: all.rows.filter { !faulty.contains($0.line) })
    }

    /// Whether what is wrong with other files may change once this one is put right: their rows name units.
    fileprivate var bearsOnOthers: Bool {
        guard !self.faults.isEmpty else { return false }
        return switch self.content {
        case .rows(let rows): rows.file == .units
        case .people: false
        case nil: true
        }
    }

    /// The rows that go to the protected table.
    fileprivate var people: [PlacedPerson] {
        guard case .people(let people) = self.content else { return [] }
        return people
    }
}
