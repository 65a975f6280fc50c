internal import Domain
internal import Machines
internal import Pipeline

/// Turns what touches many units into one item for each, a bounded piece in a transaction.
struct FanOutHandler: DueHandler {
    let what = FanOut.what
    let batchLimit = 10
    let gate: Gate
    /// How many units one fan-out is turned into in one transaction at most.
    var pieceLimit = 2_000

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        var units: Set<UnitCode> = []
        var rest: [DueItem] = []
        for item in items {
            guard let fanOut = FanOut(key: item.key) else { throw UnknownFanOut(key: item.key) }
            let piece = try await FanOutTable.piece(
                of: fanOut, limit: self.pieceLimit, on: transaction.connection)
            units.formUnion(piece)
            if piece.count == self.pieceLimit, let last = piece.last {
                rest.append(FanOut(fanOut.reach, after: last).item(at: transaction.now))
            }
        }
        try await transaction.schedule(units.map { .judging($0, at: transaction.now) } + rest)
        try await JudgedTable.forget(units, on: transaction.connection)
        return items.map { _ in .done }
    }

    /// The units wait for the gate.
    func committed(_ items: [DueItem]) async { self.gate.asked.ring() }
}

/// The due queue holds a fan-out that this program does not know.
struct UnknownFanOut: Error, CustomStringConvertible {
    let key: String
    var description: String { "the fan-out \(self.key) is not known; a newer program may have entered it" }
}
