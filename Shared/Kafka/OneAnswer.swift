internal import Synchronization

/// A question that is answered once, whoever asks; later answers are dropped.
final class OneAnswer<Value: Sendable>: Sendable {
    private enum State {
        case open([CheckedContinuation<Value, Never>])
        case given(Value)
    }

    private let state = Mutex(State.open([]))

    /// Answers, when nobody has yet.
    func give(_ value: Value) {
        let waiting = self.state.withLock { state in
            guard case .open(let waiting) = state else { return [CheckedContinuation<Value, Never>]() }
            state = .given(value)
            return waiting
        }
        for continuation in waiting { continuation.resume(returning: value) }
    }

    /// Waits for the answer.
    func value() async -> Value {
        await withCheckedContinuation { continuation in
            let given: Value? = self.state.withLock { state in
                switch state {
                case .open(let waiting):
                    state = .open(waiting + [continuation])
                    return nil
                case .given(let value):
                    return value
                }
            }
            if let given { continuation.resume(returning: given) }
        }
    }
}
