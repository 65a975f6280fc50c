import Synchronization

/// A business clock that stands still until it is moved: for tests and simulations.
public final class ManualClock: BusinessClock {
    private let microseconds: Mutex<Int64>

    /// A clock that shows an instant, in microseconds since 1970.
    public init(_ microsecondsSince1970: Int64) {
        self.microseconds = Mutex(microsecondsSince1970)
    }

    /// What it shows.
    public func now() -> Int64 {
        self.microseconds.withLock { $0 }
    }

    /// Moves it forward.
    public func advance(by time: Duration) {
        self.microseconds.withLock { $0 += Int64(time / .microseconds(1)) }
    }

    /// Sets it, backwards too: a simulation's clock may jump.
    public func set(_ microsecondsSince1970: Int64) {
        self.microseconds.withLock { $0 = microsecondsSince1970 }
    }
}
