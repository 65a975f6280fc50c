internal import ServiceKit

/// The writers of a process: they are asked to stop together, so that the group changes once.
struct IntakeGroup<Handler: IntakeHandler>: Service {
    let members: [Intake<Handler>]

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { running in
            for member in self.members { running.addTask { try await member.run() } }
            try await running.waitForAll()
        }
    }
}
