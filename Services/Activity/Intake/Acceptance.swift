internal import Crypto
internal import Domain
internal import Machines
internal import Messages
internal import Pipeline
internal import Postgres

/// Takes events, letters and answers into the tables and the journal, in one transaction of the loop or of the due
/// queue.
///
/// The order of its locks is the same everywhere: letters that commands end, keys of waiting events, records that
/// change, new identities, the sources' counts, and the lanes last.
struct Acceptance {
    /// What a row of the journal takes beside its value, roughly.
    private static let rowBytes = 600

    private let transaction: Transaction
    private let topics: Topics
    private let limits: ParkingLimits
    /// Events that have just come, in their order.
    var facts: [Fact] = []
    /// Keys that may be there now: what waits behind them is let go.
    var arrived: [ParkingKey] = []
    /// Keys that were waited for in vain: what waits behind them is refused.
    var expired: [ParkingKey] = []
    /// Records that are refused already.
    var letters: [Letter] = []
    /// What is to be said of records of the rehearsal.
    var rehearsed: [RehearsalAnswer] = []
    /// Answers to commands, with the letters that they end.
    var replies: [CommandDesk.Reply] = []

    private var connection: Connection { self.transaction.connection }

    init(in transaction: Transaction, topics: Topics, limits: ParkingLimits = ParkingLimits()) {
        self.transaction = transaction
        self.topics = topics
        self.limits = limits
    }

    /// Decides and writes everything, numbers and chains the journal's entries; to be called once.
    ///
    /// - Returns: What became of each event of `facts`.
    mutating func perform(knowing knowledge: Sorter<Fact>.Knowledge = .init()) async throws -> [Sorter<Fact>.Outcome] {
        var settling = Settling(self.facts, knowing: knowledge, limits: self.limits, in: self.transaction)
        let decision = try await settling.settle(arrived: self.arrived, expired: self.expired)
        self.refuse(settling, decision)
        let applied = decision.applied.map { settling.facts[$0] }
        let changes = try await self.changes(by: applied)
        try await self.claim(settling, decision)
        let parking = ParkingChanges(settling.facts, decision.outcomes, dismissed: settling.dismissed)
        try await parking.write(settling, limits: self.limits, in: self.transaction)
        try await self.addWatermarks(applied)
        try await self.scheduleDisclosure(of: applied)
        try await SourceCountTable.add(SourceCounts(settling.facts, decision.outcomes), on: self.connection)
        try await self.write(applied, changes)
        return Array(decision.outcomes.prefix(self.facts.count))
    }

    private mutating func refuse(_ settling: Settling, _ decision: Sorter<Fact>.Decision) {
        for (fact, outcome) in zip(settling.facts, decision.outcomes) {
            guard case .refused(let fault) = outcome else { continue }
            self.letters.append(Letter(fact.record.kept, because: fault, accepted: fact.accepted))
        }
        self.letters += settling.dismissed.map { item in
            Letter(item.event.record, because: item.fault, accepted: item.event.accepted)
        }
    }

    /// What the events that take effect change, by their places; all others are records that have just come, or
    /// watermarks.
    private func changes(by applied: [Fact]) async throws -> [Int: RecordChange] {
        let targets = Set(applied.compactMap { $0.target?.identity })
        guard !targets.isEmpty else { return [:] }
        let known = targets.subtracting(applied.map(\.message.identity)).sorted()
        let rows = try await self.connection.run(RecordTable.records(of: known))
        var records: [Digest16: Digest16] = [:]
        for row in rows { records[try row.decode("event")] = try row.decode("record", as: Digest16.self) }
        let roots = Set(known.map { records[$0] ?? $0 }).sorted()
        let histories = try await RecordTable.lock(roots, on: self.connection)
        var book = RecordBook(changedBy: targets, records: records, histories: histories)
        var changes: [Int: RecordChange] = [:]
        for (place, fact) in applied.enumerated() { changes[place] = try book.enter(fact) }
        return changes
    }

    /// Claims the identities of events that take effect or begin to wait.
    private func claim(_ settling: Settling, _ decision: Sorter<Fact>.Decision) async throws {
        var fresh: [SeenTable.Claim] = []
        var known: [SeenTable.Claim] = []
        fresh.reserveCapacity(self.facts.count)
        for (fact, outcome) in zip(settling.facts, decision.outcomes) {
            let isApplied: Bool
            switch outcome {
            case .applied: isApplied = true
            case .parked where fact.berth == nil: isApplied = false
            case .parked, .duplicate, .refused: continue
            }
            let claim = SeenTable.Claim(
                event: fact.message.identity, content: fact.message.content,
                place: isApplied ? fact.firstPlace : nil)
            if fact.berth != nil || settling.locked[.target(claim.event)]?.isAwaited ?? false {
                known.append(claim)
            } else {
                fresh.append(claim)
            }
        }
        try await SeenTable.complete(known, on: self.connection)
        try await SeenTable.claim(fresh, on: self.connection)
    }

    private func addWatermarks(_ applied: [Fact]) async throws {
        let watermarks = applied.filter { !$0.isVersion }
        guard !watermarks.isEmpty else { return }
        try await WatermarkTable.add(watermarks, on: self.connection)
        try await self.transaction.schedule(watermarks.map { WatermarkHandler.item(for: $0.message.envelope.source) })
    }

    /// What no single record is told of is told in counts when the month is over.
    private func scheduleDisclosure(of applied: [Fact]) async throws {
        guard applied.contains(where: { $0.message.body.held.map { DisclosureHandler.counts($0.kind) } ?? false })
        else { return }
        try await self.transaction.schedule([DisclosureHandler.item(at: self.transaction.now)])
    }

    /// Writes the journal, and the rows that carry its numbers.
    private func write(_ applied: [Fact], _ changes: [Int: RecordChange]) async throws {
        let versions = changes.filter { applied[$0.key].target != nil }
        try await RecordTable.copy(
            versions.map { (applied[$0.key].message.identity, $0.value) }, on: self.connection)
        let letters = self.letters.map { $0.entry(on: self.topics.activityDeadLetters, failedAt: self.transaction.now) }
        let rehearsed = self.rehearsed.map { JournalEntry.rehearsed($0, on: self.topics.activityRehearsalAnswers) }
        let others = letters + self.replies.map(\.entry) + rehearsed
        var lanes = Set(others.map(\.lane))
        for (place, fact) in applied.enumerated() {
            if let change = changes[place] {
                lanes.formUnion(([change.place.unit] + change.otherUnits).map(Lane.index))
            } else if case .held(let held) = fact.message.body {
                lanes.insert(Lane.index(ofUnit: held.unit.rawValue))
            }
        }
        let room = applied.reduce(0) { $0 + $1.message.data.count + Self.rowBytes }
        let (records, numbers) = try await self.transaction.journal(
            inLanes: lanes, reservingCapacity: room
        ) { journal in
            (try self.enter(applied, changes, into: &journal), try others.map { try journal.append($0) })
        }
        try await records.copy(on: self.connection)
        try await LetterTable.copy(Array(zip(self.letters, numbers)), on: self.connection)
        let ended = zip(self.replies, numbers[letters.count...]).compactMap { reply, number in
            reply.ends.map { ($0, number.position) }
        }
        try await LetterTable.end(ended, at: self.transaction.now, on: self.connection)
    }

    /// Enters what takes effect into the journal; returns the rows of records that come with it.
    private func enter(
        _ applied: [Fact], _ changes: [Int: RecordChange], into journal: inout JournalRows
    ) throws -> RecordRows {
        var records = RecordRows(reservingCapacity: applied.count)
        // One for all, so that its memory is used again.
        var entry = JournalEntry(on: self.topics.activityJournal)
        for (place, fact) in applied.enumerated() {
            guard let change = changes[place] else {
                guard case .held(let held) = fact.message.body else { continue }
                try entry.pass(on: fact, to: held.unit.rawValue, revision: nil, at: self.transaction.now)
                records.append(held, of: fact, at: try journal.append(entry))
                continue
            }
            let revision = fact.target == nil ? nil : change.revision
            try entry.pass(on: fact, to: change.place.unit, revision: revision, at: self.transaction.now)
            var numbers = [change.place.unit: try journal.append(entry)]
            if let target = fact.target {
                for unit in change.otherUnits {
                    numbers[unit] = try journal.append(
                        .moved(fact, target, change, from: unit, on: self.topics.activityJournal))
                }
            }
            for row in change.rows {
                guard let number = numbers[row.place.unit] ?? numbers[change.place.unit] else { continue }
                records.append(row, of: change.record, at: number)
            }
        }
        return records
    }
}

extension Fact {
    /// Where the record that it begins stands first; `nil` for a correction, a retraction and a watermark.
    fileprivate var firstPlace: Place? {
        guard case .held(let held) = self.message.body else { return nil }
        return held.place
    }
}
