internal import Dispatch
internal import Synchronization

/// A serial executor that owns one thread, so that an actor on it may make blocking C calls.
final class DedicatedThread: SerialExecutor {
    @safe private struct Job: Sendable {
        let job: UnownedJob
        let executor: UnownedSerialExecutor

        func run() { unsafe self.job.runSynchronously(on: self.executor) }
    }

    /// What the thread and its executor share; it outlives whichever of the two ends first.
    private final class Inbox: Sendable {
        struct State {
            var jobs: [Job] = []
            var isClosed = false
        }

        let state = Mutex(State())
        let signal = DispatchSemaphore(value: 0)

        /// Runs jobs in the order they came until the inbox is closed and empty.
        func serve() {
            while true {
                self.signal.wait()
                let (jobs, isClosed) = self.state.withLock { state in
                    defer { state.jobs = [] }
                    return (state.jobs, state.isClosed)
                }
                for job in jobs { job.run() }
                if isClosed { return }
            }
        }
    }

    private let inbox = Inbox()

    /// Starts the thread.
    init(name: String) throws(KafkaError) {
        let inbox = self.inbox
        try NativeThread.start(named: name) { inbox.serve() }
    }

    deinit {
        self.inbox.state.withLock { $0.isClosed = true }
        self.inbox.signal.signal()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let entry = unsafe Job(job: UnownedJob(job), executor: self.asUnownedSerialExecutor())
        self.inbox.state.withLock { $0.jobs.append(entry) }
        self.inbox.signal.signal()
    }
}
