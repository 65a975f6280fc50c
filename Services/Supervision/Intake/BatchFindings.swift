internal import Crypto
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
    /// Answers and dead letters.
    private(set) var entries: [JournalEntry] = []
    /// The commands that have had no answer yet.
    private var unanswered: Set<Digest16>
    private let topics: Topics

    /// Nothing yet but the units of refused records and the commands that are new.
    init(units: [UnitCode], unanswered: [Digest16], topics: Topics) {
        self.units = Set(units)
        self.unanswered = Set(unanswered)
        self.topics = topics
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
        case .command(let command):
            guard self.unanswered.remove(command.identity) != nil else { return .duplicate }
            self.entries.append(command.answer(on: self.topics))
        case .unreadable(let fault):
            self.entries.append(letter(fault))
            return .refused
        }
        return .applied
    }
}
