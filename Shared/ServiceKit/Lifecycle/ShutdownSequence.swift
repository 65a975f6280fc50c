/// Decides what a group of services does next; it does nothing itself.
struct ShutdownSequence {
    /// What happened.
    enum Event: Sendable {
        case signal(Int32)
        /// A service, by its place, ended; with an error where it failed.
        case ended(Int, (any Error)?)
        case outOfPatience
    }

    /// What is to be done about it, in this order.
    enum Action: Equatable {
        /// From now on patience is counted.
        case startPatience
        /// Ask this service to stop.
        case stop(Int)
        /// Everybody's time is up.
        case cancelAll
        /// Say that this service failed, or ended unasked.
        case report(Int)
        /// Leave at once, with this status.
        case exit(Int32)
        /// All services have ended.
        case finish
    }

    private var running: Set<Int>
    private var isStopping = false
    /// With what the group ends.
    private(set) var outcome = ExitCode.success

    init(count: Int) {
        self.running = Set(0..<count)
    }

    /// Those that have not ended, in order.
    var unfinished: [Int] { self.running.sorted() }

    mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .signal(let number):
            // Whoever asks twice does not want to wait. 128 and the signal is what a shell shows for it.
            return self.isStopping ? [.exit(128 + number)] : self.beginStopping()
        case .ended(let index, let error):
            self.running.remove(index)
            let isFailure = error != nil || !self.isStopping
            if isFailure, self.outcome == .success { self.outcome = error.map(ExitCode.of) ?? .failure }
            let report: [Action] = isFailure ? [.report(index)] : []
            if self.running.isEmpty { return report + [.finish] }
            return report + (self.isStopping ? self.stopLast() : self.beginStopping())
        case .outOfPatience:
            return [.cancelAll]
        }
    }

    private mutating func beginStopping() -> [Action] {
        self.isStopping = true
        return [.startPatience] + self.stopLast()
    }

    private func stopLast() -> [Action] {
        self.running.max().map { [.stop($0)] } ?? []
    }
}
