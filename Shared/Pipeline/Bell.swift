internal import ServiceKit
internal import Synchronization

/// Tells somebody who waits that there is something to do; nothing is lost if it rings while nobody waits.
public final class Bell: Sendable {
    /// How far somebody is who waits.
    private enum Waiter {
        case entered(until: ContinuousClock.Instant)
        case waiting(CheckedContinuation<Bool, Never>, until: ContinuousClock.Instant)
        case over(hasRung: Bool)

        /// Until when the wait lasts; nothing once it has ended, and whoever is on the way out hears no further ring.
        var end: ContinuousClock.Instant? {
            switch self {
            case .entered(let end), .waiting(_, let end): end
            case .over: nil
            }
        }
    }

    private struct State {
        var hasRung = false
        var waiters: [Int: Waiter] = [:]
        var next = 0
        /// When it will be looked whose time is over. One look serves many waits: most end by a ring, long before.
        var looks: [ContinuousClock.Instant] = []

        /// Ends a wait; returns who has to be told.
        mutating func end(_ number: Int, hasRung: Bool) -> CheckedContinuation<Bool, Never>? {
            guard let waiter = self.waiters[number], waiter.end != nil else { return nil }
            self.waiters[number] = .over(hasRung: hasRung)
            guard case .waiting(let continuation, _) = waiter else { return nil }
            return continuation
        }

        /// The instant of another look, where one is needed before those that will be.
        mutating func addLook() -> ContinuousClock.Instant? {
            guard let first = self.waiters.values.compactMap(\.end).min() else { return nil }
            guard self.looks.allSatisfy({ first < $0 }) else { return nil }
            self.looks.append(first)
            return first
        }
    }

    private let state = Mutex(State())

    /// A bell that has not rung.
    public init() {}

    /// Wakes whoever waits, or the next who comes.
    public func ring() {
        let waiting = self.state.withLock { state in
            let open = state.waiters.filter { $0.value.end != nil }.keys
            state.hasRung = open.isEmpty
            return open.compactMap { state.end($0, hasRung: true) }
        }
        for continuation in waiting { continuation.resume(returning: true) }
    }

    /// Waits for the next ring, `limit` at most; returns at once when the task is cancelled.
    /// - Returns: whether it has rung.
    @discardableResult
    public func wait(atMost limit: Duration) async -> Bool {
        guard let number = self.enter(until: .now + limit) else { return true }
        defer { self.state.withLock { $0.waiters[number] = nil } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome = self.state.withLock { state -> Bool? in
                    switch state.waiters[number] {
                    case .entered(let end)?:
                        state.waiters[number] = .waiting(continuation, until: end)
                        return nil
                    case .over(let hasRung)?: return hasRung
                    case .waiting?, nil: return false
                    }
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            self.state.withLock { $0.end(number, hasRung: false) }?.resume(returning: false)
        }
    }

    /// The same; returns at once also when the current service is asked to stop.
    @discardableResult
    public func waitUnlessStopping(atMost limit: Duration) async -> Bool {
        await withGracefulShutdownHandler {
            await self.wait(atMost: limit)
        } onGracefulShutdown: {
            self.ring()
        }
    }

    /// The number of a new waiter; none where the bell has rung already.
    private func enter(until end: ContinuousClock.Instant) -> Int? {
        let (number, look) = self.state.withLock { state -> (Int?, ContinuousClock.Instant?) in
            guard !state.hasRung else {
                state.hasRung = false
                return (nil, nil)
            }
            state.next += 1
            state.waiters[state.next] = .entered(until: end)
            return (state.next, state.addLook())
        }
        if let look { self.look(at: look) }
        return number
    }

    /// Lets go, at an instant, of those whose time is over by then.
    private func look(at instant: ContinuousClock.Instant) {
        Task { [weak self] in
            try? await Task.sleep(until: instant, clock: .continuous)
            self?.letGo(at: instant)
        }
    }

    private func letGo(at instant: ContinuousClock.Instant) {
        let (waiting, look) = self.state.withLock { state in
            if let place = state.looks.firstIndex(of: instant) { state.looks.remove(at: place) }
            let late = state.waiters.filter { $0.value.end.map { $0 <= .now } ?? false }.keys
            let waiting = late.compactMap { state.end($0, hasRung: false) }
            return (waiting, state.addLook())
        }
        for continuation in waiting { continuation.resume(returning: false) }
        if let look { self.look(at: look) }
    }
}
