internal import Dispatch
internal import HTTP
internal import Synchronization

/// Where a thread waits for the answer that a task makes: libFuzzer's entry is no asynchronous function.
final class AnswerBox: Sendable {
    private let response = Mutex<Response?>(nil)
    private let arrival = DispatchSemaphore(value: 0)

    /// Called once, by the task.
    func put(_ response: Response) {
        self.response.withLock { $0 = response }
        self.arrival.signal()
    }

    /// Waits for it.
    func take() -> Response {
        self.arrival.wait()
        guard let response = self.response.withLock(\.self) else { fatalError("no answer has come") }
        return response
    }
}
