internal import Domain
internal import Messages
internal import Postgres

/// What the board would say if records were taken in: the cells and windows that would change.
struct VerdictPreview {
    private let pack: Pack
    private let now: Instant
    private var facts: [UnitCode: (before: UnitFacts, after: UnitFacts)] = [:]

    /// A preview of nothing yet.
    init(_ pack: Pack, now: Instant) {
        self.pack = pack
        self.now = now
    }

    /// Reads the facts of a unit as they are, unless they are there. A unit that the register does not have owes
    /// nothing.
    mutating func learn(_ unit: UnitCode, on connection: Connection) async throws {
        guard self.facts[unit] == nil else { return }
        do {
            let facts = try await BoardReader(connection).facts(of: unit, knownAt: self.now)
            self.facts[unit] = (facts, facts)
        } catch is CommandFailure {
            try await connection.run("ROLLBACK")
        }
    }

    /// Lets the letter about a record be ended. What it says names the unit that it hides something from, which need
    /// not be the one that the record, put right, speaks of.
    mutating func end(_ letter: OpenLetter) {
        guard let unit = letter.unit.map({ UnitCode(rawValue: $0) }), let known = self.facts[unit]?.after else {
            return
        }
        var letters = known.deadLetters
        let place = letters.firstIndex { open in
            open.kind.rawValue == letter.kind && open.at == letter.occurred && open.recorded == letter.recorded
                && open.code == letter.code && open.ended == nil
        }
        if let place { letters.remove(at: place) }
        self.facts[unit]?.after = known.with(known.records, letters)
    }

    /// Lets a record be taken in; one that corrects, takes back or vouches for others is left out.
    mutating func take(_ message: ActivityMessage) {
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

    /// The lines, or that there are none.
    var text: String {
        let lines = self.lines
        return lines.isEmpty ? "no verdict would change\n" : lines.map { $0 + "\n" }.joined()
    }

    /// A line for each window, or limit, whose verdict would be another.
    private var lines: [String] {
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
