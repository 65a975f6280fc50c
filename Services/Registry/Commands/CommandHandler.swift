internal import Kafka
internal import Messages
internal import Pipeline
internal import Postgres

/// What the registry does with a batch of its topic of commands.
struct CommandHandler: IntakeHandler {
    let desk: CommandDesk

    func prepare(_ records: RecordBatch) async throws -> [IncomingCommand<RegistryCommand>] {
        var reader = CommandReader<RegistryCommand>()
        return records.map { reader.read($0, value: $0.value) }
    }

    func probe(_ work: IntakeWork<[IncomingCommand<RegistryCommand>]>) -> [SQL] {
        self.desk.questions(about: self.commands(of: work))
    }

    func handle(
        _ work: IntakeWork<[IncomingCommand<RegistryCommand>]>, known: [Rows], in transaction: Transaction
    ) async throws -> [Disposition] {
        try await self.desk.take(
            self.commands(of: work), known: known,
            letter: { place, fault in
                let record = KeptRecord(work.records[work.indexes[place]])
                var entry = Letter(record, because: fault, accepted: work.accepted)
                    .entry(on: self.desk.topics.registryDeadLetters, failedAt: work.accepted)
                // The register is one tree with one order, whatever unit a command names.
                entry.lane = Lane.index(ofUnit: nil)
                return entry
            }, in: transaction)
    }

    private func commands(of work: IntakeWork<[IncomingCommand<RegistryCommand>]>) -> [IncomingCommand<RegistryCommand>]
    {
        let commands = work.indexes.map { work.prepared[$0] }
        guard work.isCondemned else { return commands }
        return commands.map { IncomingCommand(refused: Fault(.internal), id: $0.id) }
    }
}
