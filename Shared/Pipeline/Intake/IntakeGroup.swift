internal import ServiceKit

/// The writers of a process: they begin once the journal may be written, and are asked to stop together, so that the
/// group changes once.
struct IntakeGroup<Handler: IntakeHandler>: Service {
    let members: [Intake<Handler>]
    let vetting: Vetting

    func run() async throws {
        await self.vetting.wait()
        try await withThrowingTaskGroup(of: Void.self) { running in
            for member in self.members { running.addTask { try await member.run() } }
            try await running.waitForAll()
        }
    }
}
