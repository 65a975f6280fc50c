internal import CLibrdkafka

/// The sole owner of one `rd_kafka_t` consumer.
///
/// Not copyable, so exactly one `deinit` closes and frees it; not `Sendable`, so it stays on the thread of the actor
/// that holds it. Every method gives back what librdkafka lends before it returns: one leaked message or list makes
/// `rd_kafka_destroy` wait for ever.
@safe struct ConsumerHandle: ~Copyable {
    private let client: OpaquePointer
    /// librdkafka points at them from the moment the client exists until `deinit` has destroyed it.
    private let callbacks: ClientCallbacks
    let membership: Membership

    /// Options without which a caller would have to know librdkafka well; any of them can be overridden.
    private static func defaults(sharedBy consumers: Int) -> [String: String] {
        [
            // Hold more than a second's worth: below its own limit 2.0.2 stalls instead of fetching on.
            "queued.min.messages": "\(100_000 / consumers)",
            "queued.max.messages.kbytes": "\(65_536 / consumers)",
            // A record of 32 MiB must pass, and a response of several partitions with one such in it.
            "message.max.bytes": "34603008",
            "fetch.max.bytes": "69206016",
            "receive.message.max.bytes": "71303168",
            "check.crcs": "true",
            // A question does not wait until the broker has confirmed the one before.
            "socket.nagle.disable": "true",
            "log.connection.close": "false",
        ]
    }

    /// Options that the rest of this module rests on.
    private static let fixed = [
        "enable.auto.commit": "false",
        "enable.auto.offset.store": "false",
        "auto.offset.reset": "error",
        "enable.partition.eof": "true",
        // Eager: cooperative assignment of 2.0.2 hangs on close and loses assignments.
        "partition.assignment.strategy": "range",
    ]

    init(_ settings: Settings, membership: Membership) throws(KafkaError) {
        let callbacks = ClientCallbacks(settings)
        callbacks.cutOff = { membership.isCutOff = true }
        unsafe callbacks.rebalanced = { unsafe membership.rebalance($0, $1, $2) }
        let fixed = Self.fixed.merging(["group.id": membership.group]) { _, ours in ours }
        let options = try settings.options(
            defaults: Self.defaults(sharedBy: settings.consumers), fixed: fixed)
        let client = try unsafe makeClient(RD_KAFKA_CONSUMER, options, callbacks)
        unsafe rd_kafka_poll_set_consumer(client)
        unsafe self.client = client
        self.callbacks = callbacks
        self.membership = membership
    }

    deinit {
        // Blocks until the group is left, asking for a last revocation: its owner runs this on the dedicated thread.
        self.membership.isLeaving = true
        unsafe rd_kafka_consumer_close(self.client)
        unsafe rd_kafka_destroy(self.client)
    }

    /// Joins the group for these topics; no topics leave it.
    borrowing func subscribe(to topics: [String]) throws(KafkaError) {
        let list = PartitionList(topics: topics)
        let error =
            unsafe topics.isEmpty
            ? rd_kafka_unsubscribe(self.client) : rd_kafka_subscribe(self.client, list.pointer)
        guard error == .none else { throw KafkaError(error, during: "join \(self.membership.group)") }
    }

    /// Tells librdkafka what to fetch, where that has changed. What it had queued is dropped and fetched again.
    borrowing func fetch() throws(KafkaError) {
        guard self.membership.table.isStale else { return }
        let list = PartitionList(offsets: self.membership.table.takeFetched())
        let error = unsafe assign(list.pointer, to: self.client, last: false)
        guard error == .none else { throw KafkaError(error, during: "fetch for \(self.membership.group)") }
    }

    /// Waits at most `wait` for anything to happen, then takes what is here already, up to `limits`.
    ///
    /// A rebalance inside it drops what was gathered: nobody has seen it, and its next reader starts before it.
    borrowing func gather(_ limits: BatchLimits, wait: Int32, like last: RecordBatch) throws(KafkaError) -> Batch {
        if let failure = self.membership.takeFailure() { throw failure }
        try self.fetch()
        var gathering = Gathering(generation: self.membership.table.generation, like: last)
        var patience = wait
        while gathering.hasRoom(limits) {
            guard let message = unsafe rd_kafka_consumer_poll(self.client, patience) else {
                self.findStalls(&gathering)
                break
            }
            defer { unsafe rd_kafka_message_destroy(message) }
            patience = 0
            if gathering.generation != self.membership.table.generation {
                gathering = Gathering(generation: self.membership.table.generation, like: .empty)
            }
            unsafe gathering.take(message, self.membership)
        }
        guard gathering.generation == self.membership.table.generation else { return Batch() }
        return gathering.finish()
    }

    /// Asks about partitions that stand still, now that librdkafka's queue is empty.
    private borrowing func findStalls(_ gathering: inout Gathering) {
        let membership = self.membership
        guard membership.stalls.isDue(.now) else { return }
        for (partition, position) in membership.stalls.look(.now, membership.table.fetchedOffsets) {
            var (low, known): (Int64, Int64) = (0, 0)
            let error = unsafe rd_kafka_get_watermark_offsets(
                self.client, partition.topic, partition.partition, &low, &known)
            // The broker itself must say so: what is known here may be from before it was lost.
            guard error == .none, known > position, let end = try? self.ends(of: [partition], within: .seconds(1)),
                let high = end[partition]?.high, high > position
            else { continue }
            gathering.add(.stalled(partition, at: position, before: high), membership)
        }
    }

    /// Hands the offsets to librdkafka and does not wait; what becomes of them is only logged.
    borrowing func commit(_ offsets: [TopicPartition: Int64]) {
        guard !offsets.isEmpty else { return }
        let list = PartitionList(offsets: offsets.map { ($0.key, $0.value) })
        let error = unsafe rd_kafka_commit(self.client, list.pointer, 1)
        guard error != .none else { return }
        self.callbacks.log(.warning, "COMMIT", "offsets for lag: \(KafkaError(error, during: "commit").reason)")
    }

    /// Asks the broker for the first and the next offset of each partition; blocks.
    borrowing func ends(of partitions: [TopicPartition], within limit: Duration) throws(KafkaError)
        -> [TopicPartition: PartitionEnds]
    {
        try unsafe queryEnds(self.client, of: partitions, within: limit)
    }

    /// Asks the broker for the next offset of each partition; blocks.
    borrowing func highs(of partitions: [TopicPartition], within limit: Duration) throws(KafkaError)
        -> [TopicPartition: Int64]
    {
        try unsafe queryHighs(self.client, of: partitions, by: .now + limit)
    }
}
