/// Sends records and says what became of each.
///
/// Idempotent: the broker stores a record once and in order, whatever the client had to send again. A thread of its own
/// serves the reports as they come, so `send` costs a round trip and never a polling interval. When librdkafka says
/// that its client is broken for good, everything under way is answered with that error and a new client takes over.
/// Whoever needs an unbroken row of records therefore sends again from the first that failed.
public final class Producer: Sendable {
    let loop: DeliveryLoop

    /// Options that can be overridden.
    private static let defaults = [
        "message.max.bytes": "34603008",
        "log.connection.close": "false",
        // Whoever sends hands over all that there is; it is worth no more than this to wait for others.
        "linger.ms": "0.5",
        // Each partition's records are a request of their own, and none waits for the answer to the one before.
        "socket.nagle.disable": "true",
    ]

    /// Makes a producer that has at most `inFlight` records under way; whoever sends more waits.
    ///
    /// Refuses an option that librdkafka does not know. That brokers cannot be reached is no error here: sending says
    /// so after `delivery.timeout.ms`.
    public init(settings: Settings, inFlight limit: Int = 10_000) throws(KafkaError) {
        precondition((1...10_000_000).contains(limit), "between 1 and 10 million records may be under way")
        let fixed = [
            "enable.idempotence": "true",
            "acks": "all",
            // What Java's clients do, so that a key lies in the same partition whoever sends it.
            "partitioner": "murmur2_random",
            "queue.buffering.max.messages": "\(limit + 1)",
        ]
        let options = try settings.options(defaults: Self.defaults, fixed: fixed)
        self.loop = try DeliveryLoop(settings, options, inFlight: limit)
    }

    deinit {
        // Whoever holds no producer cannot be waiting: the thread may end at once.
        self.loop.stop(by: .now)
    }

    /// Returns when the broker has acknowledged the record, and throws when it never will.
    ///
    /// Cancelling the task does not recall the record; `delivery.timeout.ms` bounds the wait. `_MSG_TIMED_OUT`,
    /// `_PURGE_INFLIGHT` and `fatal` leave it open whether the record was stored.
    public func send(_ record: OutgoingRecord) async throws(KafkaError) -> Delivery {
        guard let outcome = await self.send([record]).first else { throw DeliveryLoop.closed }
        return try outcome.get()
    }

    /// Puts all records under way, in order, before it waits for the first answer; the answers are in the same order.
    ///
    /// Records of one partition arrive in order. One that is refused does not hold back those behind it, except that
    /// nothing more is sent once the client has been replaced in between.
    public func send(_ records: [OutgoingRecord]) async -> [Result<Delivery, KafkaError>] {
        guard !records.isEmpty else { return [] }
        let receipt = Receipt(count: records.count)
        var generation: Int?
        var sent = 0
        while sent < records.count {
            let places = await self.loop.inFlight.reserve(upTo: records.count - sent)
            guard places > 0 else { break }
            self.loop.enqueue(records[sent..<sent + places], for: receipt, generation: &generation)
            sent += places
        }
        for index in sent..<records.count { receipt.answer(index, .failure(DeliveryLoop.closed)) }
        return await receipt.outcomes()
    }

    /// Delivers what is under way within `limit`, gives up the rest, and frees the client.
    ///
    /// When it returns, every `send` has its answer, and later ones are refused.
    public func close(within limit: Duration) async {
        self.loop.stop(by: .now + limit)
        await self.loop.hasEnded()
    }

    /// Makes librdkafka believe that its idempotence is broken, as a test.
    func breakIdempotence() { self.loop.breakIdempotence() }
}
