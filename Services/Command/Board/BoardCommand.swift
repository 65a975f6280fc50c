internal import Domain
internal import Pipeline
internal import ServiceKit

/// `guoying board`: units × requirements.
struct BoardCommand: ParsableCommand {
    /// What the board looks like.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text
        case json
        case csv
    }

    static let configuration = CommandConfiguration(
        commandName: "board", abstract: "Shows units × requirements.",
        discussion: """
            D is a day (its first instant in Asia/Shanghai) or an RFC 3339 instant; now where it is left out. As of \
            2021-05-01, April has closed. Units stand in the order of the register; nobody is ranked.

            The columns of CSV: unit, path, name, requirement, gate, verdict, reason; with --windows a line for each \
            window: unit, path, name, requirement, gate, from, to, due, verdict, late, filedLate, reason, where a \
            requirement without windows leaves the days empty. More columns may come, behind these.
            """)

    @OptionGroup var reading: ReadingOptions
    @Option(help: "Only this unit and what lies below it.") var unit: String?
    @Option(help: "Only the requirements of this gate.", transform: Self.gate) var gate: Gate?
    @Option(help: ArgumentHelp("What was so by then.", valueName: "D")) var asOf: Moment?
    @Option(help: ArgumentHelp("As far as it was known then.", valueName: "D")) var knownAt: Moment?
    @Flag(help: "The windows behind each cell too, in words.") var windows = false
    @Flag(help: "Dissolved units too.") var all = false
    @Option(help: "What it looks like.") var format: Format = .text

    func run() async throws {
        let configuration = try self.reading.configuration.load()
        let pack = try configuration.installedPack()
        let backlog = try await configuration.connected { connection in
            let backlog = try await Freshness.awaiting(self.reading, configuration, on: connection)
            let now = try await SharedClock.learning(on: connection).now()
            let question = self.question(pack, now: Instant(microseconds: now))
            try await self.answer(question, BoardReader(connection))
            return backlog
        }
        try backlog.report()
    }

    private static func gate(_ text: String) throws -> Gate {
        guard let gate = Gate(rawValue: text) else {
            throw ValidationError("expected one of \(Gate.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return gate
    }

    private func question(_ pack: Pack, now: Instant) -> BoardQuestion {
        BoardQuestion(
            pack: pack, requirements: pack.requirements.filter { self.gate == nil || $0.gate == self.gate },
            asOf: self.asOf?.instant ?? now, knownAt: self.knownAt?.instant ?? now,
            top: self.unit.map { UnitCode(rawValue: $0) }, scope: self.all ? .all : .existing)
    }

    private func answer(_ question: BoardQuestion, _ reader: BoardReader) async throws {
        let detail = self.windows ? WindowDetail.shown : .hidden
        let output = StandardStream.output
        switch self.format {
        case .text:
            var rows: [BoardRow] = []
            let (sources, empty) = try await reader.read(question) { rows.append($0) }
            output.write(rows.isEmpty ? empty.text : BoardText(rows, question, sources, windows: detail).text)
        case .json:
            var json = BoardJSON(question, windows: detail)
            // Nothing is written before the first row is there: an answer that fails is empty.
            var beginning = json.beginning
            _ = try await reader.read(question) { row in
                output.write(beginning + json.row(row))
                beginning = []
            }
            output.write(beginning + json.end)
        case .csv:
            let csv = BoardCSV(windows: detail)
            var header = csv.header
            _ = try await reader.read(question) { row in
                output.write(header + csv.lines(row))
                header = ""
            }
            output.write(header)
        }
    }
}

extension Backlog {
    /// Says on standard error how far the answer is behind, and ends with status 4; does nothing where it is not.
    func report() throws {
        guard !self.isEmpty else { return }
        StandardStream.error.write("guoying: \(self); the answer is not up to date\n")
        throw ExitCode.outOfDate
    }
}
