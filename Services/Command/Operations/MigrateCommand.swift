internal import Schemas
internal import ServiceKit

/// `guoying migrate`: makes the database what this program needs.
struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Makes roles and schemas what this program needs.",
        discussion: "Log in as a role that may create roles and schemas. What is so already stays as it is.")

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        let output = StandardStream.output
        var count = 0
        try await self.configuration.load().connected { connection in
            try await Database.migrate(on: connection) { schema, migration in
                output.write("\(schema.name): \(migration.number) \(migration.name)\n")
                count += 1
            }
        }
        let versions = Database.all.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
        output.write(count == 0 ? "up to date: \(versions)\n" : "applied \(count): now \(versions)\n")
    }
}
