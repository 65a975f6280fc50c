internal import Packs
internal import ServiceKit

/// `guoying pack`: packs, before they go live.
struct PackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack", abstract: "Checks packs before they go live.",
        subcommands: [PackLintCommand.self, PackTestCommand.self, PackSchemaCommand.self])
}

/// `guoying pack schema`.
struct PackSchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Prints the JSON Schema of pack files, for editors and other tools.")

    func run() async throws {
        StandardStream.output.write(PackSchema.json + "\n")
    }
}
