import ServiceKit
import Testing

/// A program as the product's command line is one.
private struct Fleet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet", abstract: "Keeps a fleet.", version: "fleet 7",
        subcommands: [Board.self, Letters.self])
}

private struct Board: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text
        case json
    }

    static let configuration = CommandConfiguration(
        abstract: "Prints the board.", discussion: Configuration.Catalogue.common.help)

    @OptionGroup var source: ConfigurationOptions
    @Option(help: "What it looks like.") var format: Format = .text
    @Option(name: .customLong("as-of"), help: ArgumentHelp("The day.", valueName: "D"), transform: Self.day) var day:
        Int?
    @Option(help: "Seconds to wait.") var wait = 10
    @Option(help: "Only these.") var unit: [String] = []
    @Flag(help: "Dissolved ones too.") var dryRun = false
    @Argument(help: "Where from.") var place: String
    @Argument(help: "Files.") var files: [String] = []

    private static func day(_ text: String) throws -> Int {
        guard text == "2021-05-05" else { throw ValidationError("expected a day such as 2021-05-05") }
        return 18_752
    }
}

private struct Letters: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dlq", abstract: "Dead letters.", subcommands: [Replay.self])
}

private struct Replay: ParsableCommand {
    struct Broken: Error, CustomStringConvertible {
        let description = "the letter is torn"
    }

    static let configuration = CommandConfiguration(abstract: "Sends them again.")

    @Option(help: "How it ends.") var ending: String
    @Argument(help: "Which.") var letter: [Int]

    func run() async throws {
        switch self.ending {
        case "stale": throw ExitCode.outOfDate
        case "torn": throw Broken()
        case "contradiction": throw ValidationError("--ending contradicts itself")
        default: return
        }
    }
}

@Suite struct `A command line` {
    @Test func `fills options, flags and arguments in whatever order they stand`() throws {
        let board = try Board.parse([
            "--unit", "b-1", "campus", "--format=json", "a.csv", "--dry-run", "--unit=b-2", "--as-of", "2021-05-05",
            "--config", "x.conf", "b.csv",
        ])

        #expect(board.format == .json)
        #expect(board.day == 18_752)
        #expect(board.unit == ["b-1", "b-2"])
        #expect(board.dryRun)
        #expect(board.place == "campus")
        #expect(board.files == ["a.csv", "b.csv"])
        #expect(board.source.file == "x.conf")
    }

    @Test func `keeps the defaults of what is not given`() throws {
        let board = try Board.parse(["campus"])

        #expect(board.format == .text)
        #expect(board.wait == 10)
        #expect(board.day == nil)
        #expect(board.unit == [])
        #expect(!board.dryRun)
        #expect(board.files == [])
        #expect(board.source.file == nil)
    }

    @Test func `takes everything after two dashes as an argument, and one dash as well`() throws {
        let board = try Board.parse(["-", "--", "--format", "--help", "--"])

        #expect(board.place == "-")
        #expect(board.files == ["--format", "--help", "--"])
    }

    @Test func `takes a negative number as a value, and an empty one`() throws {
        #expect(try Board.parse(["--wait", "-1", "campus"]).wait == -1)
        #expect(try Board.parse(["--unit=", "campus"]).unit == [""])
    }

    @Test(arguments: [
        (["--formt", "json", "x"], "board: unknown option '--formt' (did you mean '--format'?); see 'board --help'"),
        (["-x", "x"], "board: unknown option '-x'; see 'board --help'"),
        (["--format", "xml", "x"], "board: '--format' is 'xml'; expected one of text, json; see 'board --help'"),
        (["--wait=soon", "x"], "board: '--wait' is 'soon'; expected a whole number; see 'board --help'"),
        (
            ["--as-of", "tomorrow", "x"],
            "board: '--as-of' is 'tomorrow'; expected a day such as 2021-05-05; see 'board --help'"
        ),
        (
            ["x", "--format"],
            "board: option '--format' needs a value (one that begins with dashes is written --format=…); "
                + "see 'board --help'"
        ),
        (["x", "--format", "json", "--format=text"], "board: option '--format' is given twice; see 'board --help'"),
        (["x", "--dry-run=yes"], "board: option '--dry-run' takes no value; see 'board --help'"),
        ([], "board: argument '<place>' is missing; see 'board --help'"),
    ])
    func `says in one line what is wrong`(arguments: [String], line: String) {
        let error = #expect(throws: ValidationError.self) { try Board.parse(arguments) }

        #expect(error?.message == line)
    }

    @Test func `shows of a long or broken argument only what fits on a line`() {
        let argument = "--" + String(repeating: "x", count: 100_000) + "\n\u{1b}[2J"

        let error = #expect(throws: ValidationError.self) { try Board.parse([argument]) }

        #expect(error?.message.utf8.count ?? 0 < 200)
        #expect(error?.message.contains("\u{1b}") == false)
    }
}

@Suite struct `A tree of commands` {
    @Test func `finds a command below another`() throws {
        #expect(throws: ValidationError.self) { try Replay.parse(["--ending", "well"]) }
        #expect(try Replay.parse(["--ending", "well", "1", "2"]).letter == [1, 2])
    }

    @Test(arguments: [
        ([], "fleet: a command is missing; expected one of board, dlq; see 'fleet --help'"),
        (["baord"], "fleet: unknown command 'baord' (did you mean 'board'?); see 'fleet --help'"),
        (["dlq", "show"], "fleet dlq: unknown command 'show'; see 'fleet dlq --help'"),
        (["--verson"], "fleet: unknown option '--verson' (did you mean '--version'?); see 'fleet --help'"),
        (["dlq", "replay", "7"], "fleet dlq replay: option '--ending' is missing; see 'fleet dlq replay --help'"),
        (
            ["dlq", "replay", "seven", "--ending", "x"],
            "fleet dlq replay: '<letter>' is 'seven'; expected a whole number; see 'fleet dlq replay --help'"
        ),
        (
            ["dlq", "replay", "--ending", "contradiction", "7"],
            "fleet dlq replay: --ending contradicts itself; see 'fleet dlq replay --help'"
        ),
    ])
    func `ends with 2 and one line where it was called wrongly`(arguments: [String], line: String) async throws {
        let (output, error) = (try Recording(), try Recording())

        let code = await Fleet.execute(arguments, output: output.stream, error: error.stream)

        #expect(code == .validationFailure)
        #expect(output.text == "")
        #expect(error.text == line + "\n")
    }

    @Test(arguments: [
        ("well", ExitCode.success, ""), ("stale", .outOfDate, ""),
        ("torn", .failure, "fleet dlq replay: the letter is torn\n"),
    ])
    func `ends as its command does`(ending: String, code: ExitCode, line: String) async throws {
        let (output, error) = (try Recording(), try Recording())

        let ended = await Fleet.execute(
            ["dlq", "replay", "--ending", ending, "7"], output: output.stream, error: error.stream)

        #expect(ended == code)
        #expect(error.text == line)
    }

    @Test(arguments: [["--version"], ["board", "--version"], ["dlq", "--version"]])
    func `tells its version everywhere`(arguments: [String]) async throws {
        let (output, error) = (try Recording(), try Recording())

        let code = await Fleet.execute(arguments, output: output.stream, error: error.stream)

        #expect(code == .success)
        #expect(output.text == "fleet 7\n")
    }

    @Test(arguments: [
        ["--help"], ["-h"], ["board", "--help"], ["board", "x", "--wait", "-h"], ["dlq", "-h"],
        ["dlq", "replay", "-h"],
    ])
    func `has help for each command, at most 100 columns wide`(arguments: [String]) async throws {
        let (output, error) = (try Recording(), try Recording())

        let code = await Fleet.execute(arguments, output: output.stream, error: error.stream)

        #expect(code == .success)
        #expect(error.text == "")
        #expect(output.text.contains("USAGE: fleet"))
        #expect(output.lines.allSatisfy { $0.count <= 100 && $0.last != " " })
    }

    @Test func `lists in its help what there is`() async throws {
        let (output, error) = (try Recording(), try Recording())

        _ = await Fleet.execute(["board", "--help"], output: output.stream, error: error.stream)

        #expect(
            output.text.hasPrefix(
                """
                Prints the board.

                USAGE: fleet board [--config <file>] [--format <format>] [--as-of <D>] [--wait <wait>]
                                   [--unit <unit>] … [--dry-run] <place> [<files>…]

                ARGUMENTS:
                  <place>   Where from.
                  <files>…  Files.

                OPTIONS:
                  --config <file>    Reads NAME=VALUE lines; the environment counts before them.
                  --format <format>  What it looks like. (one of text, json; text unless told)
                  --as-of <D>        The day.
                  --wait <wait>      Seconds to wait. (10 unless told)
                  --unit <unit>      Only these. (may be repeated)
                  --dry-run          Dissolved ones too.
                  -h, --help         Prints this help.

                CONFIGURATION, by the environment or a file of NAME=VALUE lines:
                """))
    }
}

@Suite struct `The nearest name` {
    @Test(arguments: [
        ("GUOYING_KAFKA_BOOTSTRAP_SERVER", "GUOYING_KAFKA_BOOTSTRAP_SERVERS"),
        ("GUOYING_HTPP_PORT", "GUOYING_HTTP_PORT"),
    ])
    func `is found for a slip`(slip: String, meant: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.load(.common, environment: [slip: "1"])
        }

        #expect(error?.description == "\(slip) in the environment is not known (did you mean '\(meant)'?)")
    }

    @Test func `is not invented`() {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.load(.common, environment: ["GUOYING_COFFEE": "black"])
        }

        #expect(error?.description == "GUOYING_COFFEE in the environment is not known")
    }
}
