internal import Domain
internal import Messages

/// What the register knows of the units and statements that some imports speak of.
///
/// It is a value: an import is applied to a copy, and where that shows a fault the copy is dropped, and with it all of
/// the import.
struct Register: Sendable {
    /// What an import comes to.
    enum Verdict: Sendable {
        /// It can be applied: this is what changes, in the order of its rows.
        case sound([RegisterChange], ImportOutcome)
        /// Nothing of it may be applied.
        case faulty([RowFault])
    }

    private(set) var units: History<UnitVersion>
    private var counts: History<MemberCount>
    private(set) var committees: History<CommitteeVersion>
    private var holdings: History<PostHolding>
    private var duties: History<ReportingDuty>
    /// Rows that have no position yet come after all that have.
    private var nextOrder: Int64 = .max / 2

    /// The register as it is stored: all versions of the units spoken of, of those above them whatever the day, of all
    /// that is known of the committees spoken of, and of the other statements spoken of.
    init(
        units: [UnitVersion] = [], counts: [MemberCount] = [], committees: [CommitteeVersion] = [],
        holdings: [PostHolding] = [], duties: [ReportingDuty] = []
    ) {
        self.units = History(units)
        self.counts = History(counts)
        self.committees = History(committees)
        self.holdings = History(holdings)
        self.duties = History(duties)
    }

    /// Judges all rows of an import together, in whatever order they came, and takes them in where none has a fault.
    mutating func take(_ content: ImportContent, of importID: String, accepted: Instant) -> Verdict {
        // A row that cannot be read would have others look wrong that refer to it.
        guard content.faults.isEmpty else { return .faulty(content.faults) }
        var copy = self
        var ledger = ImportLedger()
        let units = copy.add(content.units, to: \.units, accepted: accepted, into: &ledger) { .unit($0) }
        let counts = copy.add(content.members, to: \.counts, accepted: accepted, into: &ledger) { .members($0) }
        let committees = copy.add(content.committees, to: \.committees, accepted: accepted, into: &ledger) {
            .committee($0)
        }
        let holdings = copy.add(content.posts, to: \.holdings, accepted: accepted, into: &ledger) { .post($0) }
        let duties = copy.add(content.sources, to: \.duties, accepted: accepted, into: &ledger) { .source($0) }
        ledger.add(RegisterRules(tree: UnitTree(copy.units.newest)).faults(in: content))
        guard ledger.faults.isEmpty else { return .faulty(ledger.faults) }
        self = copy
        let outcome = ImportOutcome(
            importID: importID, rows: content.rowCounts, new: ledger.new, changed: ledger.changed,
            unchanged: ledger.unchanged)
        return .sound(units + counts + committees + holdings + duties, outcome)
    }

    /// Adds rows in the order in which they became known, and gives those that change something in their own order.
    private mutating func add<Row: DatedRow>(
        _ rows: [Placed<Row>], to history: WritableKeyPath<Register, History<Row.Fact>>, accepted: Instant,
        into ledger: inout ImportLedger, _ change: (Row.Fact) -> RegisterChange
    ) -> [RegisterChange] {
        var said: [Said<Row.Fact.Key>: Int] = [:]
        let facts = rows.map { placed in
            self.nextOrder += 1
            // A row that speaks of a day to come is known no earlier than it came.
            return placed.row.fact(recorded: min(placed.row.known, accepted), order: self.nextOrder)
        }
        var changes: [Int: RegisterChange] = [:]
        for index in rows.indices.sorted(by: { (facts[$0].recorded, $0) < (facts[$1].recorded, $1) }) {
            let fact = facts[index]
            let earlier = said.updateValue(index, forKey: Said(key: fact.key, recorded: fact.recorded))
            if let earlier, !fact.repeats(facts[earlier]) {
                ledger.add([.contradiction(rows[index], of: rows[earlier])])
                continue
            }
            let novelty = self[keyPath: history].take(fact, rows[index].row.recorded == nil ? .assumed : .stated)
            if ledger.count(novelty) { changes[index] = change(fact) }
        }
        return rows.indices.compactMap { changes[$0] }
    }
}

/// What is said of something, and from when on it is known: twice in one import only if both say the same.
private struct Said<Key: Hashable>: Hashable {
    let key: Key
    let recorded: Instant
}
