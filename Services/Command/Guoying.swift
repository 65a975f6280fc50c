internal import ServiceKit

/// The `guoying` command: what people and scripts ask of Guoying, and what they send to it.
struct Guoying: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guoying", abstract: "Keeps the promises that a grassroots organisation has made.",
        discussion: """
            Exit status: 0 done; 1 found something wrong with what was given, said in one line each; 2 called wrongly; \
            3 could not reach a server; 4 answered, but not up to date.

            \(Configuration.Catalogue.command.help)
            """,
        version: "guoying \(Product.version)",
        subcommands: [
            BoardCommand.self, ExplainCommand.self, AlertsCommand.self, ActivitiesCommand.self, SourcesCommand.self,
            IntakeCommand.self, DeadLettersCommand.self, ImportCommand.self, WaiveCommand.self, WaiversCommand.self,
            PackCommand.self, VerifyCommand.self, RecoverCommand.self, SchemaCommand.self, ContractCommand.self,
            ClockCommand.self, MigrateCommand.self, TopicsCommand.self,
        ])
}
