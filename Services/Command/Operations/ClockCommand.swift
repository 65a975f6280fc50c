internal import Domain
internal import Facts
internal import Postgres
internal import ServiceKit

/// `guoying clock` shows the business clock, `guoying clock set` sets a rehearsal's.
struct ClockCommand: ParsableCommand {
    /// What is done with the clock beside showing it.
    enum Action: String, CaseIterable, ExpressibleByArgument {
        case set
    }

    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "Shows the business clock; 'clock set' sets the rehearsal clock.",
        discussion: """
            The rehearsal clock runs on from where it is set. It is set only forwards, and only in a database in which \
            nothing has happened by the real clock. To set it, log in as a role that belongs to guoying_operator.
            """)

    @OptionGroup var configuration: ConfigurationOptions
    @Argument(help: ArgumentHelp("Sets the rehearsal clock.", valueName: "set")) var action: Action?
    @Argument(help: ArgumentHelp("A day, or an instant in RFC 3339.", valueName: "day|instant")) var moment: Moment?

    func run() async throws {
        let answer = try await self.answer()
        StandardStream.output.write("\(answer)\n")
    }

    private func answer() async throws -> String {
        if self.action == .set, self.moment == nil { throw ValidationError("a day or an instant is missing") }
        return try await self.configuration.load().connected { connection in
            let clock = try await SharedClock.learning(on: connection)
            let now = Instant(microseconds: clock.now())
            guard let asked = self.moment?.instant else {
                return "\(now.wholeSecond) (\(clock.isRehearsal ? "a rehearsal" : "the machine's clock"))"
            }
            switch try ClockSetting(asked: asked, reached: clock.isRehearsal ? now : nil) {
            case .leave(let reached):
                return "the rehearsal clock is at \(reached.wholeSecond) already, on that day; left as it is"
            case .set:
                try await Self.set(asked, on: connection)
                return "the rehearsal clock runs from \(asked)"
            }
        }
    }

    private static func set(_ instant: Instant, on connection: Connection) async throws {
        do {
            try await connection.run("SELECT registry.set_clock(\(instant))")
        } catch {
            switch error.sqlState?.rawValue {
            case "GY001": throw CommandFailure("\(error.message); use another, empty database")
            case "GY002": throw CommandFailure(error.message)
            case SQLState.insufficientPrivilege.rawValue:
                throw CommandFailure("\(error.message); log in as a role that belongs to guoying_operator")
            default: throw error
            }
        }
    }
}

/// What setting the rehearsal clock comes to.
enum ClockSetting: Hashable {
    /// It is on that day already: whoever repeats the order has what was asked for.
    case leave(Instant)
    /// It is set.
    case set

    /// Decides by what the rehearsal clock has reached; nil where there is none yet.
    init(asked: Instant, reached: Instant?) throws(CommandFailure) {
        guard let reached, asked <= reached else {
            self = .set
            return
        }
        guard asked.day == reached.day else {
            throw CommandFailure(
                "the rehearsal clock is at \(reached.wholeSecond) already and does not go back: what was accepted cannot become "
                    + "unaccepted; for an earlier day begin with an empty database")
        }
        self = .leave(reached)
    }
}

extension Instant {
    /// The second that it lies in: more says nothing to people.
    fileprivate var wholeSecond: Instant {
        let microseconds = ((self.microseconds % 1_000_000) + 1_000_000) % 1_000_000
        return Instant(microseconds: self.microseconds - microseconds)
    }
}
