internal import Synchronization

/// The records that are under way: a fixed number of places, each of which knows who waits for its answer.
///
/// A sender waits for a place, so librdkafka's own queue is never full. librdkafka carries the number of a place, not
/// a pointer: no answer can reach freed memory, and whoever is left at the end can be answered by us.
final class InFlight: Sendable {
    private struct Place {
        let receipt: Receipt
        let index: Int
    }

    private struct Waiter {
        let wanted: Int
        let continuation: CheckedContinuation<Int, Never>
    }

    private struct State {
        /// Places that nobody has asked for.
        var available: Int
        var places: [Place?]
        var vacant: [Int]
        /// Senders waiting for places, from `first` on, in the order they came.
        var waiting: [Waiter] = []
        var first = 0
        var isClosed = false

        /// Gives what is available to whoever has waited longest, once it is worth while.
        ///
        /// Otherwise a large batch would be let in record by record, as the answers come.
        mutating func grant() -> (Waiter, Int)? {
            guard self.first < self.waiting.count else { return nil }
            let waiter = self.waiting[self.first]
            guard self.available >= min(waiter.wanted, max(1, self.places.count / 4)) else { return nil }
            self.first += 1
            if self.first > 1_024, self.first * 2 > self.waiting.count {
                self.waiting.removeFirst(self.first)
                self.first = 0
            }
            let granted = min(waiter.wanted, self.available)
            self.available -= granted
            return (waiter, granted)
        }
    }

    private let state: Mutex<State>

    init(limit: Int) {
        let state = State(
            available: limit, places: Array(repeating: nil, count: limit), vacant: Array((0..<limit).reversed()))
        self.state = Mutex(state)
    }

    /// Whether librdkafka owes no answer.
    var isIdle: Bool { self.state.withLock { $0.vacant.count == $0.places.count } }

    /// How many senders wait for places.
    var waitingCount: Int { self.state.withLock { $0.waiting.count - $0.first } }

    /// Waits for at least one place and takes at most `wanted`; 0 once closed. Each must be occupied or returned.
    func reserve(upTo wanted: Int) async -> Int {
        await withCheckedContinuation { continuation in
            let granted: Int? = self.state.withLock { state in
                if state.isClosed { return 0 }
                if state.available > 0, state.first == state.waiting.count {
                    let granted = min(wanted, state.available)
                    state.available -= granted
                    return granted
                }
                state.waiting.append(Waiter(wanted: wanted, continuation: continuation))
                return nil
            }
            if let granted { continuation.resume(returning: granted) }
        }
    }

    /// Puts a waiting record into a reserved place and returns the place's number.
    func occupy(_ receipt: Receipt, at index: Int) -> Int {
        self.state.withLock { state in
            guard let place = state.vacant.popLast() else { preconditionFailure("occupied without a reservation") }
            state.places[place] = Place(receipt: receipt, index: index)
            return place
        }
    }

    /// Answers the record in `place` and frees the place; a place that is free already is left alone.
    func settle(_ place: Int, _ outcome: Result<Delivery, KafkaError>) {
        var settled: Place?
        self.change { state in
            guard state.places.indices.contains(place), let taken = state.places[place] else { return }
            state.places[place] = nil
            state.vacant.append(place)
            state.available += 1
            settled = taken
        }
        if let settled { settled.receipt.answer(settled.index, outcome) }
    }

    /// Answers every record under way with `error`.
    func settleAll(_ error: KafkaError) {
        let count = self.state.withLock { $0.places.count }
        for place in 0..<count { self.settle(place, .failure(error)) }
    }

    /// Lets nobody in any more, and turns those away who wait.
    func close() {
        let waiting = self.state.withLock { state in
            state.isClosed = true
            defer {
                state.waiting = []
                state.first = 0
            }
            return state.waiting[state.first...]
        }
        for waiter in waiting { waiter.continuation.resume(returning: 0) }
    }

    private func change(_ body: (inout State) -> Void) {
        let granted = self.state.withLock { state in
            body(&state)
            return state.grant()
        }
        guard let (waiter, count) = granted else { return }
        waiter.continuation.resume(returning: count)
        // Places may be left for the next in line.
        self.change { _ in }
    }
}

/// The answers to one `send`, complete when every record has got its own.
final class Receipt: Sendable {
    private struct State {
        var outcomes: [Result<Delivery, KafkaError>?]
        var missing: Int
    }

    private let state: Mutex<State>
    private let complete = OneAnswer<[Result<Delivery, KafkaError>]>()

    init(count: Int) {
        self.state = Mutex(State(outcomes: Array(repeating: nil, count: count), missing: count))
    }

    /// Answers the record at `index`; the first answer counts.
    func answer(_ index: Int, _ outcome: Result<Delivery, KafkaError>) {
        let outcomes: [Result<Delivery, KafkaError>]? = self.state.withLock { state in
            guard state.outcomes[index] == nil else { return nil }
            state.outcomes[index] = outcome
            state.missing -= 1
            return state.missing == 0 ? state.outcomes.compactMap(\.self) : nil
        }
        if let outcomes { self.complete.give(outcomes) }
    }

    /// Waits until every record has its answer.
    func outcomes() async -> [Result<Delivery, KafkaError>] { await self.complete.value() }
}
