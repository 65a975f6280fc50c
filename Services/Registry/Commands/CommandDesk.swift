internal import Domain
internal import Messages
internal import Pipeline
internal import Postgres

/// Where commands are taken in: each is carried out or refused, and answered once.
struct CommandDesk: Sendable {
    let topics: Topics

    /// What has to be known before commands are taken.
    func questions(about commands: [IncomingCommand<RegistryCommand>]) -> [SQL] {
        let keys = Set(commands.compactMap(\.message?.importKey))
        return CommandTable.questions(about: commands) + [ImportTable.open(Array(keys).sorted())]
    }

    /// Takes the commands of a batch.
    /// - Parameters:
    ///   - known: The answers to `questions`.
    ///   - letter: Makes the dead letter of the command at that place.
    /// - Returns: What became of each, in their order.
    func take(
        _ commands: [IncomingCommand<RegistryCommand>], known: [Rows], letter: (Int, Fault) -> JournalEntry,
        in transaction: Transaction
    ) async throws -> [Disposition] {
        var sorting = CommandSorting(
            try CommandLedger(known), imports: ImportStaging(open: try ImportTable.open(known[2])))
        let dispositions = commands.map { sorting.sort($0) }
        var contents = try await self.contents(of: sorting.steps, in: transaction)[...]
        var minutes = Minutes(
            register: try await RegisterTable.register(for: Array(contents), in: transaction), topics: self.topics,
            accepted: transaction.now)
        for step in sorting.steps {
            switch step {
            case .letter(let place, let fault): minutes.add(letter(place, fault))
            case .answer(let answer, let sender): minutes.add(answer, for: sender)
            case .commit(let commit, let sender):
                minutes.add(contents.removeFirst(), committedBy: commit.command, for: sender)
            }
        }
        try await CommandTable.insert(sorting.accepted, in: transaction)
        try await ImportTable.store(sorting.imports, in: transaction)
        try await transaction.schedule(
            sorting.imports.open.filter { !$0.value.isStored }
                .map { AbandonedImports.item(for: $0.key, begun: transaction.now) })
        let numbers = try await transaction.journal(minutes.entries)
        try await RegisterTable.insert(
            minutes.changes.map { ($0.change, numbers[$0.entry].position) }, in: transaction)
        return dispositions
    }

    /// The rows of the imports that are committed, in the order of the commits.
    private func contents(
        of steps: [CommandSorting.Step], in transaction: Transaction
    ) async throws -> [ImportContent] {
        var contents: [ImportContent] = []
        for case .commit(let commit, _) in steps {
            var parts: [ImportRows] = []
            if let key = commit.stored { parts = try await ImportTable.parts(of: key, in: transaction) }
            contents.append(ImportContent(parts + commit.fresh))
        }
        return contents
    }
}

extension Message<RegistryCommand> {
    /// The import that the command names.
    fileprivate var importKey: ImportKey {
        let id =
            switch self.body {
            case .importBegin(let begin): begin.importID
            case .importRows(let rows): rows.importID
            case .importCommit(let commit): commit.importID
            }
        return ImportKey(source: self.envelope.source, id: id)
    }
}
