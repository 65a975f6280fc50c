internal import Dispatch
import Synchronization

/// Acts after a time unless it is dismissed before, even when every thread of Swift's own is blocked.
final class Watchdog: Sendable {
    private let isDismissed = Atomic(false)

    /// Begins to count; `action` is called on a thread of its own.
    func start(after time: Duration, _ action: @escaping @Sendable () -> Void) {
        let milliseconds = Int(time / .milliseconds(1))
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
            if !self.isDismissed.load(ordering: .relaxed) { action() }
        }
    }

    func dismiss() {
        self.isDismissed.store(true, ordering: .relaxed)
    }
}
