internal import CLibrdkafka

/// Topics in librdkafka's form, to be created; freed at the end of its scope.
@safe struct TopicCreation: ~Copyable {
    static let exists = RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS.rawValue

    private var topics: [OpaquePointer?]

    init(_ topics: [NewTopic]) throws(KafkaError) {
        unsafe self.topics = []
        for topic in topics { try self.append(topic) }
    }

    deinit { unsafe self.topics.forEach { unsafe rd_kafka_NewTopic_destroy($0) } }

    /// Has the cluster create them; returns those that were refused.
    borrowing func run(_ client: OpaquePointer, within limit: Duration) throws(KafkaError) -> [(String, KafkaError)] {
        var topics = unsafe self.topics
        return try unsafe order(client, RD_KAFKA_ADMIN_OP_CREATETOPICS, within: limit) { options, queue in
            unsafe rd_kafka_CreateTopics(client, &topics, topics.count, options, queue)
        } results: { event, count in
            unsafe rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
        }
    }

    private mutating func append(_ topic: NewTopic) throws(KafkaError) {
        let operation = "create topic \(topic.name)"
        var message = [CChar](repeating: 0, count: 512)
        let made = unsafe rd_kafka_NewTopic_new(
            topic.name, Int32(clamping: topic.partitions), Int32(clamping: topic.replication), &message, message.count)
        guard let made = unsafe made else {
            let reason = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            throw KafkaError(.invalidArgument, during: operation, reason: reason)
        }
        unsafe self.topics.append(made)
        for (name, value) in topic.settings {
            let error = unsafe rd_kafka_NewTopic_set_config(made, name, value)
            guard error == .none else { throw KafkaError(error, during: operation) }
        }
    }
}

/// Topics in librdkafka's form, to be deleted; freed at the end of its scope.
@safe struct TopicDeletion: ~Copyable {
    static let missing = RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART.rawValue

    private let topics: [OpaquePointer?]

    init(_ names: [String]) {
        unsafe self.topics = names.map { unsafe rd_kafka_DeleteTopic_new($0) }
    }

    deinit { unsafe self.topics.forEach { unsafe rd_kafka_DeleteTopic_destroy($0) } }

    /// Has the cluster delete them; returns those that were refused.
    borrowing func run(_ client: OpaquePointer, within limit: Duration) throws(KafkaError) -> [(String, KafkaError)] {
        var topics = unsafe self.topics
        return try unsafe order(client, RD_KAFKA_ADMIN_OP_DELETETOPICS, within: limit) { options, queue in
            unsafe rd_kafka_DeleteTopics(client, &topics, topics.count, options, queue)
        } results: { event, count in
            unsafe rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &count)
        }
    }
}

/// Gives an order and waits for its result, at most for `limit`; returns the topics that were refused.
private func order(
    _ client: OpaquePointer, _ kind: rd_kafka_admin_op_t, within limit: Duration,
    _ give: (OpaquePointer?, OpaquePointer?) -> Void,
    results: (OpaquePointer?, inout Int) -> UnsafeMutablePointer<OpaquePointer?>?
) throws(KafkaError) -> [(String, KafkaError)] {
    let options = unsafe rd_kafka_AdminOptions_new(client, kind)
    defer { unsafe rd_kafka_AdminOptions_destroy(options) }
    unsafe rd_kafka_AdminOptions_set_request_timeout(options, limit.milliseconds, nil, 0)
    // Otherwise brokers answer as soon as they have begun.
    unsafe rd_kafka_AdminOptions_set_operation_timeout(options, limit.milliseconds, nil, 0)
    let queue = unsafe rd_kafka_queue_new(client)
    defer { unsafe rd_kafka_queue_destroy(queue) }
    unsafe give(options, queue)
    guard let event = unsafe rd_kafka_queue_poll(queue, limit.milliseconds) else {
        throw KafkaError(.timedOut, during: "change topics", reason: "the cluster's controller has not answered")
    }
    defer { unsafe rd_kafka_event_destroy(event) }
    let error = unsafe rd_kafka_event_error(event)
    guard error == .none else {
        let reason = unsafe rd_kafka_event_error_string(event).map { unsafe String(cString: $0) }
        throw KafkaError(error, during: "change topics", reason: reason)
    }
    var count = 0
    let topics = unsafe UnsafeBufferPointer(start: results(event, &count), count: count)
    return unsafe topics.compactMap { topic in
        let error = unsafe rd_kafka_topic_result_error(topic)
        guard error != .none else { return nil }
        let reason = unsafe rd_kafka_topic_result_error_string(topic).map { unsafe String(cString: $0) }
        return unsafe (
            String(cString: rd_kafka_topic_result_name(topic)),
            KafkaError(error, during: "change topics", reason: reason)
        )
    }
}
