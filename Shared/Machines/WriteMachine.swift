// What happens in the one transaction that takes a write in, in which order, and what its end means.

/// Decides for one write: the positions are locked and compared before anything else, and stored after everything else.
public struct WriteMachine<Records: Arrival>: Sendable {
    /// What happened.
    public enum Event: Sendable {
        /// The transaction has begun and holds the rows of the positions, as they stand.
        case opened([Claim])
        /// What the records say is written.
        case handled
        /// The transaction took effect.
        case committed
        /// It did not, as far as anybody knows.
        case failed(WriteFailure)
    }

    /// What to do.
    public enum Action: Sendable {
        /// Begin, lock the rows of these partitions in their order, and look at them.
        case open([Partition])
        /// Write what these records say, by their places in the poll.
        case handle([Int])
        /// Store these positions and commit, in one trip.
        case close([Advance])
        /// Undo everything.
        case rollBack
        /// The write has come to its end.
        case finish(WriteOutcome)
    }

    private let write: Write<Records>

    /// The transaction of a write.
    public init(_ write: Write<Records>) { self.write = write }

    /// How it begins.
    public func begin() -> [Action] { [.open(self.write.advances.map(\.partition))] }

    /// Takes in what happened and returns what to do, in order.
    public func step(_ event: Event) -> [Action] {
        switch event {
        case .opened(let rows):
            let fenced = self.fenced(rows)
            return fenced.isEmpty ? [.handle(self.write.indexes)] : [.rollBack, .finish(.fenced(fenced))]
        case .handled: return [.close(self.write.advances)]
        case .committed: return [.finish(.committed(self.write.advances))]
        case .failed(let failure): return [.rollBack, .finish(self.outcome(of: failure))]
        }
    }

    /// The steps from rows that are not as this writer left them.
    private func fenced(_ rows: [Claim]) -> [Advance] {
        let found = Dictionary(rows.map { ($0.partition, $0) }, uniquingKeysWith: { first, _ in first })
        return self.write.advances.filter { step in
            guard let row = found[step.partition] else { return true }
            return row.epoch != step.epoch || row.position != step.from
        }
    }

    /// Only a value that the database refuses speaks against a record; all else speaks against the world around it.
    private func outcome(of failure: WriteFailure) -> WriteOutcome {
        switch failure {
        case .unanswered: .unknown(self.write.advances)
        case .taken where !self.write.isCondemned: .raced
        case .value where !self.write.isCondemned: .refused
        case .taken, .value, .other: .failed
        }
    }
}
