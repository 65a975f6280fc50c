import Machines

/// A transaction on its way through its steps.
struct Passage {
    enum Progress {
        case running
        case blocked(by: Session)
        case done
        case failed(WriteFailure)
    }

    let session: Session
    private(set) var steps: ArraySlice<Step>
    private var waited = 0

    /// So often a lock is asked for; then the statement gives up.
    private static let patience = 40

    init(_ session: Session, _ steps: [Step]) {
        self.session = session
        self.steps = steps[...]
    }

    /// Takes the next step.
    mutating func advance(on database: Database) -> Progress {
        guard !self.session.isOver else { return .failed(.other) }
        guard let step = self.steps.first else { return .done }
        switch step {
        case .lock(let locks):
            for lock in locks where !database.take(lock, for: self.session) {
                self.waited += 1
                guard self.waited < Self.patience, let holder = database.holder(of: lock) else {
                    return .failed(.other)
                }
                return .blocked(by: holder)
            }
            self.steps.removeFirst()
        case .act(let body):
            self.steps.removeFirst()
            do throws(WriteFailure) {
                self.steps = (try body(database.tables, self.session) + self.steps)[...]
            } catch {
                return .failed(error)
            }
        }
        return self.steps.isEmpty ? .done : .running
    }
}
