internal import Domain
internal import Pipeline
internal import Synchronization

/// Up to when all that had been sent is known to have been taken in.
///
/// What lies in the due queue is judged, and alerts are raised, only by what was due or was found up to then: an outage
/// or a backlog raises no alert that somebody who waits would not have raised.
final class Gate: Sendable {
    /// Rung when something may wait for the gate to open.
    let asked = Bell()
    private let state = Mutex<Instant?>(nil)

    /// The instant up to which it is open; none before it has opened for the first time.
    var opened: Instant? { self.state.withLock { $0 } }

    /// Opens up to an instant, unless it is open further already.
    func open(upTo instant: Instant) {
        self.state.withLock { opened in opened = opened.map { max($0, instant) } ?? instant }
    }
}
