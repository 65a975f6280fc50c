internal import Crypto
internal import Domain
internal import Machines
internal import Messages
internal import Pipeline
internal import Postgres

/// What a decision changes of what waits.
struct ParkingChanges: Sendable {
    private var parked: [(Fact, ParkingKey)] = []
    private var moved: [(Fact.Berth, to: ParkingKey)] = []
    private var gone: [Fact.Berth] = []
    /// Events that waited and are refused: they claim their identities no longer.
    private var refused: [Digest16] = []
    private var appliedCount = 0
    /// How many more, or fewer, wait behind a key.
    private var differences: [ParkingKey: Int] = [:]

    init(_ facts: [Fact], _ outcomes: [Sorter<Fact>.Outcome], dismissed: [Settling.Dismissed]) {
        for (fact, outcome) in zip(facts, outcomes) {
            switch (outcome, fact.berth) {
            case (.parked(let key), nil):
                self.parked.append((fact, key))
                self.differences[key, default: 0] += 1
            case (.parked(let key), let berth?) where key != berth.key:
                self.moved.append((berth, key))
                self.differences[berth.key, default: 0] -= 1
                self.differences[key, default: 0] += 1
            case (.applied, let berth?):
                self.leave(berth)
                self.appliedCount += 1
            case (.refused, let berth?):
                self.leave(berth)
                self.refused.append(fact.message.identity)
            default: break
            }
        }
        for item in dismissed {
            self.leave(item.event.berth)
            self.refused.append(item.event.digest)
        }
    }

    private mutating func leave(_ berth: Fact.Berth) {
        self.gone.append(berth)
        self.differences[berth.key, default: 0] -= 1
    }

    /// Writes it; the identities of the events that take effect must have been claimed before.
    func write(_ settling: Settling, limits: ParkingLimits, in transaction: Transaction) async throws {
        guard !settling.locked.isEmpty else { return }
        let connection = transaction.connection
        try await ParkingTable.park(self.parked, on: connection)
        try await ParkingTable.move(self.moved, takingOut: self.gone, on: connection)
        var rows: [ParkingKey: (waiting: Int, since: Instant)] = [:]
        var items = settling.deferred.map { ReleaseHandler.item(for: $0) }
        for (key, row) in settling.locked {
            let waiting = row.waiting + self.differences[key, default: 0]
            let isNew = row.waiting == 0 && waiting > 0
            rows[key] = (waiting, isNew ? transaction.now : row.since)
            if isNew { items.append(ParkingLimitHandler.item(for: key, since: transaction.now, limits)) }
        }
        try await ParkingTable.store(rows, on: connection)
        try await SeenTable.giveUp(self.refused, on: connection)
        try await transaction.schedule(items)
        try await ParkingTable.count(applied: self.appliedCount, refused: self.refused.count, on: connection)
    }
}
