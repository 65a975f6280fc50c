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
        try await SourceCountTable.add(SourceCounts(settling.facts, decision.outcomes), on: self.connection)
        try await self.write(zip(applied, changes))
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

    /// What the events that take effect change, each with its own; `nil` for watermarks.
    private func changes(by applied: [Fact]) async throws -> [RecordChange?] {
        let targets = Set(applied.compactMap { $0.target?.identity })
        var book = RecordBook(of: applied, records: [:], histories: [])
        if !targets.isEmpty {
            let known = targets.subtracting(applied.map(\.message.identity)).sorted()
            let rows = try await self.connection.run(RecordTable.records(of: known))
            var records: [Digest16: Digest16] = [:]
            for row in rows { records[try row.decode("event")] = try row.decode("record", as: Digest16.self) }
            let roots = Set(known.map { records[$0] ?? $0 }).sorted()
            let histories = try await RecordTable.lock(roots, on: self.connection)
            book = RecordBook(of: applied, records: records, histories: histories)
        }
        return try applied.map { try book.enter($0) }
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

    /// Writes the journal, and the rows that carry its numbers.
    private func write(_ changes: some Sequence<(Fact, RecordChange?)>) async throws {
        let journal = self.topics.activityJournal
        var entries: [JournalEntry] = []
        var rows: [(record: Digest16, row: RecordRow, entry: Int)] = []
        var versions: [(event: Digest16, change: RecordChange)] = []
        entries.reserveCapacity(changes.underestimatedCount)
        rows.reserveCapacity(changes.underestimatedCount)
        for (fact, change) in changes {
            guard let change else { continue }
            let own = entries.count
            var others: [String: Int] = [:]
            entries.append(try .event(fact, change, on: journal, at: self.transaction.now))
            if let target = fact.target {
                versions.append((fact.message.identity, change))
                for unit in change.otherUnits {
                    others[unit] = entries.count
                    entries.append(.moved(fact, target, change, from: unit, on: journal))
                }
            }
            for row in change.rows { rows.append((change.record, row, others[row.place.unit] ?? own)) }
        }
        let firstLetter = entries.count
        entries += self.letters.map { $0.entry(on: self.topics.activityDeadLetters, failedAt: self.transaction.now) }
        let firstReply = entries.count
        entries += self.replies.map(\.entry)
        try await RecordTable.copy(versions, on: self.connection)
        let numbers = try await self.transaction.journal(entries)
        try await RecordTable.copy(rows.map { ($0.record, $0.row, numbers[$0.entry]) }, on: self.connection)
        try await LetterTable.copy(Array(zip(self.letters, numbers[firstLetter...])), on: self.connection)
        let ended = zip(self.replies, numbers[firstReply...]).compactMap { reply, number in
            reply.ends.map { ($0, number.position) }
        }
        try await LetterTable.end(ended, at: self.transaction.now, on: self.connection)
    }
}

extension Fact {
    /// Where the record that it begins stands first; `nil` for a correction, a retraction and a watermark.
    fileprivate var firstPlace: Place? {
        guard case .held(let held) = self.message.body else { return nil }
        return held.place
    }
}
