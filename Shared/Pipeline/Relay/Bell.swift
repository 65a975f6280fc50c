internal import ServiceKit
internal import Synchronization

/// Tells somebody who waits that there is something to do; nothing is lost if it rings while nobody waits.
public final class Bell: Sendable {
    /// How far somebody is who waits.
    private enum Waiter {
        case entered
        case waiting(CheckedContinuation<Void, Never>)
        case over
    }

    private struct State {
        var hasRung = false
        var waiters: [Int: Waiter] = [:]
        var next = 0

        /// Those whose wait has not ended. Who is on the way out hears no further ring.
        var open: [Int] {
            self.waiters.compactMap { number, waiter in
                if case .over = waiter { nil } else { number }
            }
        }

        /// Ends a wait; returns who has to be told.
        mutating func end(_ number: Int) -> CheckedContinuation<Void, Never>? {
            guard let waiter = self.waiters.updateValue(.over, forKey: number) else {
                self.waiters[number] = nil
                return nil
            }
            guard case .waiting(let continuation) = waiter else { return nil }
            return continuation
        }
    }

    private let state = Mutex(State())

    /// A bell that has not rung.
    public init() {}

    /// Wakes whoever waits, or the next who comes.
    public func ring() {
        let waiting = self.state.withLock { state in
            let open = state.open
            state.hasRung = open.isEmpty
            return open.compactMap { state.end($0) }
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Waits for the next ring, `limit` at most; returns at once when the task is cancelled.
    public func wait(atMost limit: Duration) async {
        guard let number = self.enter() else { return }
        async let _: Void = self.end(number, after: limit)
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = self.state.withLock { state in
                    if case .entered? = state.waiters[number], !Task.isCancelled {
                        state.waiters[number] = .waiting(continuation)
                        return false
                    }
                    return true
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            self.state.withLock { $0.end(number) }?.resume()
        }
        self.state.withLock { $0.waiters[number] = nil }
    }

    /// The same; returns at once also when the current service is asked to stop.
    public func waitUnlessStopping(atMost limit: Duration) async {
        await withGracefulShutdownHandler {
            await self.wait(atMost: limit)
        } onGracefulShutdown: {
            self.ring()
        }
    }

    /// The number of a new waiter; none where the bell has rung already.
    private func enter() -> Int? {
        self.state.withLock { state in
            guard !state.hasRung else {
                state.hasRung = false
                return nil
            }
            state.next += 1
            state.waiters[state.next] = .entered
            return state.next
        }
    }

    private func end(_ number: Int, after limit: Duration) async {
        guard (try? await Task.sleep(for: limit)) != nil else { return }
        self.state.withLock { $0.end(number) }?.resume()
    }
}
