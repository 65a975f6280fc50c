/// What `--help` prints for one command.
struct CommandHelp {
    private let type: any ParsableCommand.Type
    private let path: String
    private let arguments: DeclaredArguments

    /// Help for the command that the user called by `path`.
    init(_ type: any ParsableCommand.Type, path: String) {
        self.type = type
        self.path = path
        self.arguments = DeclaredArguments(of: type.init())
    }

    /// All of it, ending in a newline.
    var text: String {
        let configuration = self.type.configuration
        let isGroup = !configuration.subcommands.isEmpty
        let usage =
            isGroup
            ? ["<command>"]
            : (self.arguments.named + self.arguments.positional).map(\.definition.usage)
        var sections = [
            configuration.abstract.isEmpty ? "" : HelpText.paragraph(configuration.abstract) + "\n",
            HelpText.usage(self.path, usage),
            HelpText.section("COMMANDS", rows: configuration.subcommands.map { ($0.name, $0.configuration.abstract) }),
            HelpText.section("ARGUMENTS", rows: self.arguments.positional.map { Self.row($0.definition) }),
            HelpText.section("OPTIONS", rows: self.arguments.named.map { Self.row($0.definition) } + self.common),
        ]
        if isGroup { sections.append("'\(self.path) <command> --help' says more of each.\n") }
        if !configuration.discussion.isEmpty {
            sections.append(HelpText.paragraph(configuration.discussion).trimmingNewlines + "\n")
        }
        return sections.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var common: [(name: String, meaning: String)] {
        let version = self.type.configuration.version == nil ? [] : [("--version", "Prints the version.")]
        return version + [("-h, --help", "Prints this help.")]
    }

    private static func row(_ definition: ArgumentDefinition) -> (name: String, meaning: String) {
        var notes: [String] = []
        if !definition.valueStrings.isEmpty {
            notes.append("one of \(definition.valueStrings.joined(separator: ", "))")
        }
        if let text = definition.defaultText { notes.append("\(text.isEmpty ? "empty" : text) unless told") }
        if definition.arity.isRepeating, definition.kind == .option { notes.append("may be repeated") }
        let note = notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
        return (definition.synopsis, definition.help.abstract + note)
    }
}

extension String {
    fileprivate var trimmingNewlines: String {
        var text = self
        while text.last == "\n" { text.removeLast() }
        return text
    }
}
