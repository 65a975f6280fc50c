internal import CLibrdkafka
internal import Dispatch
internal import Synchronization

/// The machine behind a `Producer`: one thread that serves reports, replaces a client that broke, and ends it.
final class DeliveryLoop: Sendable {
    private struct State {
        /// Takes records; none while a broken client is being replaced, and none at the end.
        var client: ProducerClient?
        /// Which client it is: a batch never spans two.
        var generation = 0
        /// Why records are refused while there is no client.
        var refusal: KafkaError?
        /// When to stop, once that has been asked for.
        var deadline: ContinuousClock.Instant?
    }

    let inFlight: InFlight
    private let settings: Settings
    private let options: [String: String]
    private let state: Mutex<State>
    private let ended = OneAnswer<Void>()

    init(_ settings: Settings, _ options: [String: String], inFlight limit: Int) throws(KafkaError) {
        let inFlight = InFlight(limit: limit)
        self.inFlight = inFlight
        self.settings = settings
        self.options = options
        let client = try ProducerClient(settings, options) { inFlight.settle($0, $1) }
        self.state = Mutex(State(client: client))
        try NativeThread.start(named: "kafka.deliver") { self.run() }
    }

    /// Puts `records` into reserved places and into the client's queue, in order and together.
    ///
    /// `generation` is that of the batch's first part: a later part is refused when its client has gone, because
    /// records would otherwise arrive without those before them.
    func enqueue(_ records: ArraySlice<OutgoingRecord>, for receipt: Receipt, generation: inout Int?) {
        self.state.withLock { state in
            let isOurs = generation == nil || generation == state.generation
            generation = state.generation
            for (index, record) in zip(records.indices, records) {
                let place = self.inFlight.occupy(receipt, at: index)
                let refusal = isOurs ? state.client?.enqueue(record, place: place) : nil
                if let refusal {
                    self.inFlight.settle(place, .failure(refusal))
                } else if !isOurs || state.client == nil {
                    self.inFlight.settle(place, .failure(state.refusal ?? Self.closed))
                }
            }
        }
    }

    /// Delivers what is under way until `deadline`, gives up the rest, and frees the client.
    func stop(by deadline: ContinuousClock.Instant) {
        self.inFlight.close()
        self.state.withLock { $0.deadline = min($0.deadline ?? deadline, deadline) }
    }

    /// Waits until the thread has ended.
    func hasEnded() async { await self.ended.value() }

    /// Breaks the client, as a test.
    func breakIdempotence() { self.state.withLock { $0.client?.breakIdempotence() } }

    static let closed = KafkaError(.closed, during: "send", reason: "the producer is closed")

    private func run() {
        while true {
            let (client, deadline) = self.state.withLock { ($0.client, $0.deadline) }
            if let deadline {
                client?.flush(milliseconds: 20)
                if self.inFlight.isIdle || deadline <= .now || client?.fatalError != nil { break }
            } else if let client {
                client.serve(milliseconds: 100)
                if let fault = client.fatalError { self.replace(client, after: fault) }
            } else {
                self.renew()
            }
        }
        let client = self.withdraw(refusing: Self.closed)
        // What was never sent is reported as `_PURGE_QUEUE`, what may have arrived as `_PURGE_INFLIGHT`.
        for _ in 0..<100 where !self.inFlight.isIdle { client?.purge() }
        self.inFlight.settleAll(Self.closed)
        self.ended.give(())
    }

    /// Answers everyone whose record the broken client still had, and ends it; `run` then makes another.
    private func replace(_ client: ProducerClient, after fault: KafkaError) {
        let line = "\(fault.reason); the producer is made anew"
        self.settings.log(LogLine(level: .error, facility: "FATAL", text: line))
        _ = self.withdraw(refusing: fault)
        client.serve(milliseconds: 0)
        self.inFlight.settleAll(fault)
        client.purge()
    }

    /// Makes the next client. There is time: senders are refused until it is there, and may try again.
    private func renew() {
        let inFlight = self.inFlight
        do {
            let client = try ProducerClient(self.settings, self.options) { inFlight.settle($0, $1) }
            self.state.withLock {
                $0.client = client
                $0.generation += 1
                $0.refusal = nil
            }
        } catch {
            self.settings.log(LogLine(level: .error, facility: "FATAL", text: "no new producer yet: \(error)"))
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .seconds(1))
        }
    }

    /// Lets no record into the client any more. The caller then has the last reference to it.
    private func withdraw(refusing refusal: KafkaError) -> ProducerClient? {
        self.state.withLock { state in
            defer {
                state.client = nil
                state.refusal = refusal
            }
            return state.client
        }
    }
}
