/// What a command is called, what it is for, and what lies below it.
public struct CommandConfiguration: Sendable {
    /// Its name on the command line; nil uses the type's.
    public let commandName: String?
    /// What it does, in a sentence.
    public let abstract: String
    /// More, shown at the end of help as it stands; lines that are too long are folded.
    public let discussion: String
    /// What `--version` prints; nil inherits from the command above.
    public let version: String?
    /// Its subcommands. A command that has some does nothing of its own.
    public let subcommands: [any ParsableCommand.Type]

    /// A command's configuration.
    public init(
        commandName: String? = nil, abstract: String = "", discussion: String = "", version: String? = nil,
        subcommands: [any ParsableCommand.Type] = []
    ) {
        self.commandName = commandName
        self.abstract = abstract
        self.discussion = discussion
        self.version = version
        self.subcommands = subcommands
    }
}
