/// One transaction of one process.
final class Session {
    /// Whose it is.
    let process: Int
    var isOver = false
    var changes: [(inout Tables) -> Void] = []
    var locks: [Lock] = []

    init(process: Int) { self.process = process }

    /// Changes something at COMMIT.
    func change(_ change: @escaping (inout Tables) -> Void) { self.changes.append(change) }
}
