internal import Machines
internal import Pipeline

/// Follows the chains of a service's journal, lane by lane.
struct JournalAudit {
    private let journal: JournalReader
    private let progress: ProgressLine
    private(set) var found = Discrepancies()
    /// How many entries were read.
    private(set) var entries = 0
    /// How many lanes.
    private(set) var lanes = 0

    init(_ journal: JournalReader, progress: ProgressLine) {
        self.journal = journal
        self.progress = progress
    }

    /// Follows the chains of lanes.
    mutating func run(_ lanes: [Int]) async throws {
        let (journal, progress) = (self.journal, self.progress)
        let heads = try await journal.heads()
        for lane in lanes {
            guard let head = heads[lane] else {
                self.found.append(
                    Discrepancy(journal.service, nil, .journal("lane \(lane)"), found: "no head", expected: "one"))
                continue
            }
            var check = ChainCheck(journal.service, lane: lane, head: head)
            try await journal.forEachPiece(of: lane) { piece in
                progress.show(
                    "checking \(journal.service): lane \(lane), \(check.reached.position) of \(head.position)")
                for entry in piece { check.take(entry, into: &self.found) }
                self.entries += piece.count
            }
            check.end(into: &self.found)
            self.lanes += 1
        }
    }
}
