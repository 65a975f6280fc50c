internal import Domain
internal import Messages
internal import Pipeline

/// What the records of one batch amount to.
struct BatchFindings {
    /// The units that are touched.
    private(set) var units: Set<UnitCode>
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

    /// Nothing yet but the units of refused records and what became of the commands.
    init(units: [UnitCode], commands: [Disposition]) {
        self.units = Set(units)
        self.commands = commands[...]
    }

    /// Adds a record; `letter` makes the dead letter of one that is refused.
    mutating func add(_ sighting: Sighting, letter: (Fault) -> JournalEntry) -> Disposition {
        if let place = sighting.place { self.read[place.lane] = max(self.read[place.lane] ?? 0, place.position) }
        switch sighting.touch {
        case .nothing, .letter: return .applied
        case .unit(let unit): self.units.insert(unit)
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
