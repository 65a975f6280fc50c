internal import Domain
internal import Messages
internal import Pipeline

/// Which verdicts of a lane stand: the last of each duty. All verdicts of a duty lie in the lane of its unit.
struct StandingVerdicts {
    private struct DutyKey: Hashable {
        let unit: UnitCode
        let duty: DutyName
    }

    private let positions: Set<Int64>

    /// Reads a lane of supervision's journal.
    init(in lane: Int, of journal: JournalReader) async throws {
        var last: [DutyKey: Int64] = [:]
        try await journal.forEachPiece(of: lane, types: [VerdictChanged.type]) { piece in
            for entry in piece {
                guard let fact = entry.entry.value.flatMap({ VerdictChanged(data: $0) }) else { continue }
                last[DutyKey(unit: fact.unit, duty: fact.duty)] = entry.number.position
            }
        }
        self.positions = Set(last.values)
    }

    /// Whether the verdict at a position of the lane stands.
    func contains(_ position: Int64) -> Bool { self.positions.contains(position) }
}
