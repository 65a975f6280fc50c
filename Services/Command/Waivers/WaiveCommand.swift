internal import Crypto
internal import Domain
internal import FoundationEssentials
internal import JSON
internal import Messages
internal import ServiceKit

/// `guoying waive`.
struct WaiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waive", abstract: "Releases a unit from a requirement for some days, or takes that back.",
        discussion: """
            A window is waived where the waiver covers its last day, or today while the window runs. What is kept all \
            the same stays met. 'guoying waivers' lists waivers with their names; --revoke NAME --reason TEXT ends one \
            from today on, or with --from from an earlier day on, where it was given in error.
            """)

    @OptionGroup var options: ReadingOptions
    @Option(
        help: ArgumentHelp("The first day that it covers, or no longer covers.", valueName: "day"),
        transform: Self.day)
    var from: Day?
    @Option(help: ArgumentHelp("The last day that it covers.", valueName: "day"), transform: Self.day)
    var to: Day?
    @Option(help: ArgumentHelp("What it rests on, in a sentence.", valueName: "text"), transform: Self.sentence)
    var basis: String?
    @Option(help: ArgumentHelp("Takes this waiver back.", valueName: "name")) var revoke: String?
    @Option(help: ArgumentHelp("Why it is taken back, in a sentence.", valueName: "text"), transform: Self.sentence)
    var reason: String?
    @Option(
        help: ArgumentHelp(
            "Who signs, an opaque id; the name of the user where left out.", valueName: "person"))
    var actor: String?
    @Argument(help: ArgumentHelp("The unit and the requirement.", valueName: "unit requirement"))
    var subject: [String] = []

    func run() async throws {
        let command = try self.command()
        let configuration = try self.options.configuration.load()
        var envelope = Envelope(source: ServiceOffice.source, id: Hex.encode(Random.bytes(12)), type: command.type)
        envelope.actor = self.actor ?? ProcessInfo.processInfo.userName
        try await configuration.connected { connection in
            let office = ServiceOffice(
                name: "supervision", waitLimit: self.options.waitLimit, connection: connection)
            let answer = try await office.ask(
                envelope, data: command.data, on: configuration.topics.supervisionCommands.name, configuration)
            var reader = DocumentReader()
            let fact = try reader.read(answer.data) { WaiverNote($0) }
            StandardStream.output.write(fact.summary(of: command) + "\n")
            // The waiver is given, so nothing that is only wanted for a note may fail now.
            guard case .waive(let order) = command, let pack = try? configuration.installedPack() else { return }
            let now = Instant(microseconds: try await SharedClock.learning(on: connection).now())
            let facts = try await BoardReader(connection).facts(of: order.unit, knownAt: now)
            let unit = facts.version(asOf: order.through.start, knownAt: now)
            if let note = order.note(on: unit, asking: pack) {
                StandardStream.error.write("note: \(note)\n")
            }
        }
    }

    private func command() throws -> SupervisionCommand {
        if let revoke {
            guard self.subject.isEmpty, self.to == nil, self.basis == nil else {
                throw ValidationError("--revoke takes the waiver's name, --reason and --from, nothing else")
            }
            guard let reason else { throw ValidationError("--revoke needs --reason") }
            return .revokeWaiver(WaiverRevocation(waiver: revoke, reason: reason, from: self.from))
        }
        guard self.subject.count == 2 else { throw ValidationError("expected a unit and a requirement") }
        guard let from, let to, let basis else { throw ValidationError("a waiver needs --from, --to and --basis") }
        guard from <= to else { throw ValidationError("--to \(to) lies before --from \(from)") }
        guard self.reason == nil else { throw ValidationError("--reason goes with --revoke; a waiver has --basis") }
        return .waive(
            WaiverOrder(
                unit: UnitCode(rawValue: self.subject[0]), requirement: RequirementID(rawValue: self.subject[1]),
                period: Period(from: from, through: to), basis: basis))
    }

    private static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw ValidationError("expected a day such as 2021-05-05") }
        return day
    }

    private static func sentence(_ text: String) throws -> String {
        guard text.contains(where: { !$0.isWhitespace }), text.unicodeScalars.count <= 1_000 else {
            throw ValidationError("expected a sentence of at most 1000 characters")
        }
        return text
    }
}

extension WaiverOrder {
    /// What somebody should know who waives what the unit does not owe on the last day of the waiver.
    fileprivate func note(on unit: UnitVersion?, asking pack: Pack) -> String? {
        guard let unit, let requirement = pack.requirements.first(where: { $0.id == self.requirement }),
            !requirement.binds.kinds.contains(unit.kind)
        else { return nil }
        let kinds = requirement.binds.kinds.map(\.rawValue).joined(separator: ", ")
        return "\(self.requirement) does not bind \(self.unit), which is a \(unit.kind.rawValue), and a waiver does "
            + "not reach the units below: it binds every \(kinds), and each needs one of its own"
    }
}

/// What an answer says of a waiver.
struct WaiverNote {
    private let name: String
    private let unit: String
    private let requirement: String
    private let from: String

    init(_ data: Element) {
        func text(_ name: String) -> String { data.member(name)?.string ?? "" }
        self.name = text("waiver")
        self.unit = text("unit")
        self.requirement = text("requirement")
        self.from = text("from")
    }

    func summary(of command: SupervisionCommand) -> String {
        switch command {
        case .waive(let order):
            "waived \(self.requirement) of \(self.unit) from \(order.from) to \(order.through): \(self.name)"
        case .revokeWaiver:
            "revoked \(self.name): it no longer covers \(self.requirement) of \(self.unit) from \(self.from) on"
        }
    }
}
