internal import Domain
internal import Messages

/// What the board would say if refused records were taken in: the cells and windows that would change.
struct ReplayPreview {
    private let pack: Pack
    private let now: Instant
    private var facts: [UnitCode: (before: UnitFacts, after: UnitFacts)] = [:]

    /// A preview of nothing yet.
    init(_ pack: Pack, now: Instant) {
        self.pack = pack
        self.now = now
    }

    /// Whether the facts of a unit are there.
    func knows(_ unit: UnitCode) -> Bool { self.facts[unit] != nil }

    /// Adds the facts of a unit as they are.
    mutating func add(_ facts: UnitFacts) { self.facts[facts.unit] = (facts, facts) }

    /// Lets a record be taken in and the letter about it be ended. What a letter says names the unit that it hides
    /// something from, which need not be the one that the mended record speaks of.
    mutating func take(_ message: ActivityMessage, ending letter: OpenLetter) {
        if let unit = letter.unit.map({ UnitCode(rawValue: $0) }), let known = self.facts[unit]?.after {
            var letters = known.deadLetters
            let place = letters.firstIndex { open in
                open.kind.rawValue == letter.kind && open.at == letter.occurred && open.recorded == letter.recorded
                    && open.code == letter.code && open.ended == nil
            }
            if let place { letters.remove(at: place) }
            self.facts[unit]?.after = known.with(known.records, letters)
        }
        guard case .held(let held) = message.body, let known = self.facts[held.unit]?.after else { return }
        // A key that no record has: a digest of nothing but ones will never come.
        let key = RecordKey(high: .max, low: UInt64(known.records.count))
        let version = RecordVersion(
            record: key, revision: 1,
            source: SourceName(rawValue: message.envelope.source), id: message.envelope.id, state: .held,
            kind: held.kind, started: held.startedAt, recorded: min(message.envelope.recorded ?? self.now, self.now),
            accepted: self.now, detail: held.detail)
        self.facts[held.unit]?.after = known.with(known.records + [version], known.deadLetters)
    }

    /// A line for each window, or limit, whose verdict would be another.
    var lines: [String] {
        self.facts.sorted { $0.key < $1.key }.flatMap { unit, facts in
            self.pack.requirements.flatMap { requirement -> [String] in
                let before = evaluate(requirement, facts.before, asOf: self.now, knownAt: self.now)
                let after = evaluate(requirement, facts.after, asOf: self.now, knownAt: self.now)
                guard let before, let after, before != after else { return [] }
                let start = "\(unit) \(requirement.id)"
                guard requirement.criterion.hasWindows else {
                    return ["\(start): \(before.word.rawValue) → \(after.word.rawValue)"]
                }
                return zip(before.duties, after.duties).filter { $0.verdict != $1.verdict }.map { old, new in
                    "\(start) \(old.window.from): \(old.verdict.rawValue) → \(new.verdict.rawValue)"
                }
            }
        }
    }
}
