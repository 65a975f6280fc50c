internal import Glibc

/// A group of options, flags and arguments that several commands have in common.
public protocol ParsableArguments: Sendable {
    /// With every property at its default.
    init()
}

/// A command: its options, flags and arguments are its properties, and running it is its work.
///
///     struct Board: ParsableCommand {
///         static let configuration = CommandConfiguration(abstract: "Prints units × requirements.")
///         @Option(help: "Only this unit and what lies below it.") var unit: String?
///         @Flag(help: "Dissolved units too.") var all = false
///
///         func run() async throws { … }
///     }
public protocol ParsableCommand: ParsableArguments {
    /// Name, meaning and subcommands.
    static var configuration: CommandConfiguration { get }

    /// Does the work. An error is printed as one line and ends the program with ``ExitCode/of(_:)``.
    func run() async throws
}

extension ParsableCommand {
    /// Nothing: a command with subcommands has no work of its own.
    public func run() async throws {}

    /// Parses the process's arguments, runs the command they name, and ends the process.
    ///
    /// It is concurrent because `@main` accepts no function that runs where its caller does.
    @concurrent
    public static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let code = await self.execute(arguments, output: .output, error: .error)
        exit(code.rawValue)
    }

    /// Parses `arguments`, runs the command they name, and says with what the process is to end.
    ///
    /// Help and version go to `output`; what went wrong goes to `error`, as one line.
    public static func execute(
        _ arguments: [String], output: StandardStream, error: StandardStream
    ) async -> ExitCode {
        let path: String
        let command: any ParsableCommand
        switch CommandParser.parse(arguments, as: self) {
        case .command(let parsed, let name): (command, path) = (parsed, name)
        case .message(let text):
            output.write(text)
            return .success
        case .fault(let text):
            error.write("\(text)\n")
            return .validationFailure
        }
        do {
            try await command.run()
            return .success
        } catch let failure {
            if failure is ValidationError {
                error.write("\(path): \(failure); see '\(path) --help'\n")
            } else if !(failure is ExitCode) {
                error.write("\(path): \(failure)\n")
            }
            return ExitCode.of(failure)
        }
    }

    /// Parses `arguments`; the error says in one line what is wrong with them.
    public static func parse(_ arguments: [String]) throws(ValidationError) -> Self {
        switch CommandParser.parse(arguments, as: self) {
        case .command(let command as Self, _): return command
        case .command(_, let path): throw ValidationError("'\(path)' is another command")
        case .message(let text), .fault(let text): throw ValidationError(text)
        }
    }

    /// The name on the command line: the configured one, else the type's.
    static var name: String { self.configuration.commandName ?? "\(self)".hyphenated }
}
