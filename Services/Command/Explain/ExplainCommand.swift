internal import Domain
internal import JSON
internal import Messages
internal import Pipeline
internal import ServiceKit

/// `guoying explain`: one verdict with everything it rests on.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explains one verdict with everything it rests on.",
        discussion: """
            D is a day (its first instant in Asia/Shanghai) or an RFC 3339 instant; now where it is left out. Of \
            several windows the one is explained that gives the board its word; --window names another by a day in it.
            """)

    @OptionGroup var reading: ReadingOptions
    @Option(help: ArgumentHelp("What was so by then.", valueName: "D")) var asOf: Moment?
    @Option(help: ArgumentHelp("As far as it was known then.", valueName: "D")) var knownAt: Moment?
    @Option(help: ArgumentHelp("The window that this day lies in.", valueName: "day"), transform: Self.day)
    var window: Day?
    @Option(help: "The language of the text.") var language: PageLanguage = .both
    @Option(help: "What it looks like.") var format: TextOrJSON = .text
    @Argument(help: "The unit's code, such as b-0103.") var unit: String
    @Argument(help: "The requirement's id, such as theme-day.") var requirement: String

    func run() async throws {
        let configuration = try self.reading.configuration.load()
        let pack = try configuration.installedPack()
        guard let requirement = pack.requirements.first(where: { $0.id.rawValue == self.requirement }) else {
            throw CommandFailure.unknown(
                "requirement", self.requirement, among: pack.requirements.map(\.id.rawValue), place: "pack \(pack.id)")
        }
        let backlog = try await configuration.connected { connection in
            let backlog = try await Freshness.awaiting(self.reading, configuration, on: connection)
            let now = Instant(microseconds: try await SharedClock.learning(on: connection).now())
            let knownAt = self.knownAt?.instant ?? now
            let facts = try await BoardReader(connection).facts(of: UnitCode(rawValue: self.unit), knownAt: knownAt)
            let answer = try ExplanationAnswer(
                requirement, facts, asOf: self.asOf?.instant ?? now, knownAt: knownAt, windowOn: self.window)
            switch self.format {
            case .text:
                StandardStream.output.write(ExplanationPage(answer, pack).text(in: self.language))
            case .json:
                StandardStream.output.write(answer.json(measuredBy: pack))
            }
            return backlog
        }
        try backlog.report()
    }

    private static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw ValidationError("expected a day such as 2021-04-30") }
        return day
    }
}

/// A verdict with everything it rests on, and the windows beside it.
struct ExplanationAnswer {
    let explanation: Explanation
    let cell: Cell

    /// Explains the window that a day lies in; the deciding one where no day is named.
    ///
    /// - Throws: ``CommandFailure`` where the unit has no such cell or no such window.
    init(
        _ requirement: Requirement, _ facts: UnitFacts, asOf: Instant, knownAt: Instant, windowOn day: Day? = nil
    ) throws(CommandFailure) {
        guard let unit = facts.version(asOf: asOf, knownAt: knownAt) else {
            throw CommandFailure(
                "\(facts.unit) does not exist as of \(asOf.shortText), as known at \(knownAt.shortText)")
        }
        guard let cell = evaluate(requirement, facts, asOf: asOf, knownAt: knownAt) else {
            throw CommandFailure("\(requirement.id) does not bind \(unit.code), \(requirement.lack(of: unit))")
        }
        let window = try day.map { (day) throws(CommandFailure) in try Self.window(on: day, cell) }
        guard let explanation = explain(requirement, facts, window: window, asOf: asOf, knownAt: knownAt) else {
            throw CommandFailure("\(requirement.id) of \(unit.code) cannot be explained as of \(asOf.shortText)")
        }
        self.cell = cell
        self.explanation = explanation
    }

    private static func window(on day: Day, _ cell: Cell) throws(CommandFailure) -> Period {
        guard let duty = cell.duties.last(where: { $0.window.contains(day) }) else {
            let windows = cell.duties.map(\.window.description)
            let known = windows.isEmpty ? "it has none" : "there are: \(windows.joined(separator: ", "))"
            throw CommandFailure("\(cell.requirement) has no window on \(day); \(known)")
        }
        return duty.window
    }

    /// The members that an alert has too, from `unit` to `pack`, `windows`, and what else the verdict rests on.
    func json(measuredBy pack: Pack) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            self.explanation.writeMembers(measuredBy: pack, into: &writer)
            if self.explanation.requirement.criterion.hasWindows { writer.windows(self.cell.duties) }
            self.explanation.writeGrounds(into: &writer)
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}

extension Requirement {
    /// Why a unit has no cell.
    fileprivate func lack(of unit: UnitVersion) -> String {
        guard self.binds.kinds.contains(unit.kind) else {
            let kinds = self.binds.kinds.map(\.rawValue).joined(separator: ", ")
            return "which is a \(unit.kind.rawValue); it binds every \(kinds)"
                + (self.criterion.isAboutTerms ? " that has had an election" : "")
        }
        if case .reminder = self.criterion, unit.parent == nil {
            return "above which no unit stands that would owe the reminder"
        }
        return "which has had no election as far as the register knows"
    }
}
