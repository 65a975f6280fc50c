internal import Messages
internal import Pipeline
internal import Schemas
internal import ServiceKit

/// The service, put together from its configuration.
enum RegistryService {
    /// What it reads from the environment and its configuration file.
    static let catalogue = Runtime.catalogue

    /// Takes commands in until the process is asked to stop.
    static func run(_ configuration: Configuration) async throws {
        let runtime = try await Runtime.start(Database.registry, configuration: configuration)
        // One writer: the register is one tree with one order.
        try await runtime.run(
            [runtime.topics.registryCommands],
            handler: CommandHandler(desk: CommandDesk(topics: runtime.topics)),
            dueHandlers: [AbandonedImports(), ContactChanges(topics: runtime.topics)])
    }
}
