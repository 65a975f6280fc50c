internal import Kafka
internal import Messages
internal import Pipeline
internal import Postgres

/// What the registry does with a batch of its topic of commands.
struct CommandHandler: IntakeHandler {
    let desk: CommandDesk

    func prepare(_ records: RecordBatch) async throws -> [IncomingCommand] {
        var reader = CommandReader()
        return records.map { reader.read($0, value: $0.value) }
    }

    func probe(_ work: IntakeWork<[IncomingCommand]>) -> [SQL] {
        self.desk.questions(about: self.commands(of: work))
    }

    func handle(
        _ work: IntakeWork<[IncomingCommand]>, known: [Rows], in transaction: Transaction
    ) async throws -> [Disposition] {
        try await self.desk.take(
            self.commands(of: work), known: known,
            letter: { place, fault in
                .letter(
                    about: work.records[work.indexes[place]], fault, at: work.accepted,
                    on: self.desk.topics.registryDeadLetters)
            }, in: transaction)
    }

    private func commands(of work: IntakeWork<[IncomingCommand]>) -> [IncomingCommand] {
        let commands = work.indexes.map { work.prepared[$0] }
        guard work.isCondemned else { return commands }
        return commands.map { IncomingCommand(refused: Fault(.internal), id: $0.id) }
    }
}
