internal import Crypto
internal import Domain
internal import Facts
internal import Machines
internal import Messages
internal import Pipeline
internal import Postgres

/// Writes each owner of a source, once a week, what became of what the source sent; nothing where nothing came, was
/// refused or waits.
struct QualityHandler: DueHandler {
    /// The `what` of its one item.
    static let name = "quality"
    /// When letters are written: on Mondays, so many seconds after the day began in Asia/Shanghai.
    private static let secondsOfDay: Int64 = 8 * 3_600

    /// How many units that fell silent a letter names.
    private static let stoppedLimit = 100

    let topics: Topics

    var what: String { Self.name }

    /// The next Monday morning after an instant.
    static func next(after now: Instant) -> Instant {
        // 1 January 1970 was a Thursday.
        let sinceMonday = (Int(now.day.daysSince1970) + 3) % 7
        let monday = now.day.adding(days: -sinceMonday).start.adding(seconds: Self.secondsOfDay)
        return now < monday ? monday : now.day.adding(days: 7 - sinceMonday).start.adding(seconds: Self.secondsOfDay)
    }

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        let now = transaction.now
        let table = QualityTable(connection: transaction.connection)
        // All records there are are looked at, once.
        try await transaction.connection.run("SET LOCAL statement_timeout = '10min'")
        let stopped = try await RhythmReader.stopped(asOf: now, on: transaction.connection)
        var letters: [SourceQuality] = []
        for (source, units) in try await table.sources() {
            var told = try await self.letters(about: source, units, stopped[source] ?? [], in: transaction)
            try await table.count(&told)
            letters += told.filter { !$0.isEmpty }
        }
        _ = try await transaction.journal(letters.map { .letter($0, on: self.topics.activityNotices) })
        return items.map { _ in .again(Self.next(after: now)) }
    }

    /// A letter to each owner of a source that is expected to report now, at what of theirs is due first.
    private func letters(
        about source: SourceName, _ units: [UnitCode], _ stopped: [StoppedReporting], in transaction: Transaction
    ) async throws -> [SourceQuality] {
        let now = transaction.now
        let reader = FactsReader(transaction.connection)
        let facts = try await reader.facts(of: units, at: try await reader.positions(), knownAt: now)
        let expected = facts.compactMap { facts in
            SourceExpectation(of: source, facts, asOf: now).map { (expectation: $0, facts: facts) }
        }
        let owned = Dictionary(grouping: expected) { $0.expectation.duty.owner }
        let letters = owned.values.compactMap { theirs -> SourceQuality? in
            let first = theirs.min { ($0.expectation.nextDue, $0.facts.unit) < ($1.expectation.nextDue, $1.facts.unit) }
            guard let (expectation, place) = first else { return nil }
            var letter = SourceQuality(
                duty: expectation.duty, path: place.path(asOf: now, knownAt: now),
                unitName: place.version(asOf: now, knownAt: now)?.name ?? expectation.duty.unit.rawValue,
                until: expectation.last?.until, nextDue: expectation.nextDue,
                from: now.adding(seconds: -7 * 86_400), to: now)
            let kinds = theirs.reduce(into: Set()) { $0.formUnion($1.expectation.duty.kinds) }
            letter.stopped = Array(stopped.filter { kinds.contains($0.kind) }.prefix(Self.stoppedLimit))
            return letter
        }
        return letters.sorted { $0.duty.unit < $1.duty.unit }
    }
}

extension JournalEntry {
    /// A letter, under the key of the unit whose subtree the source reports. It is known by whom it is for: what of
    /// theirs is due first changes.
    fileprivate static func letter(_ letter: SourceQuality, on topic: Topic) -> JournalEntry {
        let digest = MessageDigest.identity(source: letter.duty.source.rawValue, id: "\(letter.duty.owner)")
        let id = "sq-\(digest)-\(letter.to.day)"
        var entry = JournalEntry(on: topic)
        entry.concern(unit: letter.duty.unit.rawValue)
        entry.type = SourceQuality.type
        entry.value = letter.data(id: id)
        entry.headers.append("alert-id", id)
        entry.headers.append("alert-version", "1")
        return entry
    }
}
