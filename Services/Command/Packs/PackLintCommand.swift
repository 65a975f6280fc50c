internal import Packs
internal import ServiceKit

/// `guoying pack lint`.
struct PackLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Says what is wrong in pack files, and what to look at again.",
        discussion: """
            One line for each fault, FILE:LINE:COLUMN, what stands there and what was expected. Warnings (a norm that \
            nobody has confirmed, a clause without a norm, a requirement without a test that passes and one that \
            fails, a rule looser than its norms) do not count as something wrong.
            """)

    @OptionGroup var configuration: ConfigurationOptions
    @Argument(help: ArgumentHelp("Files or folders; the folder of packs where none is named.", valueName: "path"))
    var paths: [String] = []

    func run() async throws {
        let paths = self.paths.isEmpty ? [try self.configuration.load().packFolder().path] : self.paths
        var findings: [PackFinding] = []
        var names: Set<String> = []
        for path in paths {
            let files = try PackFolder.files(at: path)
            let asked = Set(files.asked.map(\.name)).subtracting(names)
            findings += PackLint(files.asked + files.besides).findings.filter { asked.contains($0.file) }
            names.formUnion(asked)
        }
        for finding in findings { StandardStream.output.write("\(finding)\n") }
        let faults = findings.count { $0.weight == .fault }
        let warnings = findings.count - faults
        StandardStream.error.write(
            "\(counted(names.count, "file")), \(counted(faults, "fault")), \(counted(warnings, "warning"))\n")
        if faults > 0 { throw ExitCode.failure }
    }
}
