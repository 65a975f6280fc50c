internal import Kafka
internal import Messages
internal import Postgres
internal import ServiceKit

/// Brings an import to the registry and waits for what it says.
struct ImportDelivery {
    let configuration: Configuration
    let waitLimit: Duration
    /// What becomes of the import, which decides what is said where no answer comes.
    let mode: ImportCommit.Mode

    /// Sends all commands, each stretch when the registry has answered the one before; gives the answer to the last.
    /// - Throws: `CommandFailure` where no answer comes in time.
    func deliver(_ order: RegisterImport, on connection: Connection) async throws -> ImportAnswer {
        // Asked once before anything is sent: nobody could see what becomes of it otherwise.
        _ = try await ImportAnswer.read(of: order, on: connection)
        let topic = self.configuration.topics.registryCommands.name
        let office = ServiceOffice(name: "registry", waitLimit: self.waitLimit, connection: connection)
        let progress = ProgressLine(.error)
        defer { progress.clear() }
        try await office.opening(topic, self.configuration) { producer in
            let stretches = order.stretches(for: topic)
            for (number, stretch) in stretches.enumerated() {
                progress.show("sending part \(number + 1) of \(stretches.count), waiting for the registry")
                if try await office.send(stretch.records, by: producer, awaiting: stretch.lastID) { continue }
                throw self.silence(isWhole: number + 1 == stretches.count)
            }
        }
        guard let answer = try await ImportAnswer.read(of: order, on: connection) else {
            throw self.silence(isWhole: true)
        }
        return answer
    }

    /// What is said where the registry has not answered: only an import that was sent whole is applied later.
    private func silence(isWhole: Bool) -> CommandFailure {
        guard isWhole, self.mode == .apply else {
            return CommandFailure(
                "the registry has not answered \(self.waitLimit.waited), and nothing was changed; import again when it "
                    + "runs",
                exitCode: .outOfDate)
        }
        return CommandFailure(
            "the import was sent, and the registry has not answered \(self.waitLimit.waited); it will be applied once the "
                + "registry runs, and importing the same files again does no harm",
            exitCode: .outOfDate)
    }
}
