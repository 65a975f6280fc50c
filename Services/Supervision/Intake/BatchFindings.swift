internal import Domain
internal import Facts
internal import Messages
internal import Pipeline
internal import Postgres

/// What the records of one batch amount to.
struct BatchFindings {
    /// What is told of the units that are touched.
    private(set) var units: [UnitCode: Scope] = [:]
    /// Those that are touched all at once.
    private(set) var reaches: Set<FanOut.Reach> = []
    /// The sources that have spoken or were spoken of.
    private(set) var sources: Set<SourceName> = []
    /// How far the owners' journals have been read.
    private(set) var read: [LaneTopic: Int64] = [:]
    /// Dead letters.
    private(set) var letters: [JournalEntry] = []
    /// What became of the commands that are not added yet, in their order.
    private var commands: ArraySlice<Disposition>
    private let pack: Pack

    /// Nothing yet but what became of the commands; `pack` says what is asked for.
    init(commands: [Disposition], askedBy pack: Pack) {
        self.commands = commands[...]
        self.pack = pack
    }

    /// Adds that something was told of a unit.
    mutating func add(_ scope: Scope, of unit: UnitCode) {
        self.units[unit] = self.units[unit]?.joined(with: scope) ?? scope
    }

    /// Adds what refused records tell: their units, kinds and instants.
    mutating func add(letters: Rows) throws {
        for row in letters {
            // A letter that names a kind nobody knows hides no record of a kind that is owed.
            guard let kind = ActivityKind(rawValue: try row.decode("kind", as: String.self)) else { continue }
            self.add(kind, of: try row.decode("unit"), at: try row.decode("occurred"))
        }
    }

    /// Adds something that took place, or may have; nothing where no requirement asks for it.
    mutating func add(_ kind: ActivityKind, of unit: UnitCode, at instant: Instant) {
        guard let scope = self.pack.scope(of: kind, at: instant) else { return }
        self.add(scope, of: unit)
    }

    /// Adds a record; `letter` makes the dead letter of one that is refused.
    mutating func add(_ sighting: Sighting, letter: (Fault) -> JournalEntry) -> Disposition {
        if let place = sighting.place { self.read[place.lane] = max(self.read[place.lane] ?? 0, place.position) }
        switch sighting.touch {
        case .nothing, .letter: return .applied
        case .unit(let unit): self.add(.everything, of: unit)
        case .held(let unit, let kind, let instant): self.add(kind, of: unit, at: instant)
        case .units(let reach): self.reaches.insert(reach)
        case .source(let source, let reach):
            self.sources.insert(source)
            self.reaches.insert(reach)
        case .command: return self.commands.removeFirst()
        case .unreadable(let fault):
            self.letters.append(letter(fault))
            return .refused
        }
        return .applied
    }
}
