internal import CLibrdkafka

/// What librdkafka or a broker reported, classified once, at the boundary.
public struct KafkaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What can be done about it. Few and closed, so it is also the label of a metric.
    public enum Reaction: String, Sendable, CaseIterable {
        /// The same call may succeed later: back off and try again.
        case retry
        /// Too much is under way: wait for deliveries, then try again.
        case backpressure
        /// The partition belongs to another member now: drop the work, it is done elsewhere.
        case fenced
        /// This client cannot be used any more. A `Producer` replaces it by itself; a `Consumer` must be joined anew.
        case fatal
        /// The request or the data itself is refused: trying again as it is cannot help.
        case reject
    }

    /// librdkafka's code; negative ones arose in the client, positive ones came from a broker.
    public let code: Int32
    /// librdkafka's name for the code, for example `_MSG_TIMED_OUT`.
    public let name: String
    /// What can be done about it.
    public let reaction: Reaction
    /// The call that failed and its subject, for example `join activity`.
    public let operation: String
    /// What was wrong, in words.
    public let reason: String

    /// `kafka, join activity: reason (NAME, reaction)`.
    public var description: String {
        "kafka, \(self.operation): \(self.reason) (\(self.name), \(self.reaction.rawValue))"
    }

    /// Makes the error that librdkafka has under `code`; `reason` replaces its own words.
    public init(code: Int32, operation: String, reason: String? = nil) {
        self.init(rd_kafka_resp_err_t(code), during: operation, reason: reason)
    }

    init(_ error: rd_kafka_resp_err_t, during operation: String, reason: String? = nil) {
        self.code = error.rawValue
        self.name = unsafe String(cString: rd_kafka_err2name(error))
        self.reaction = Reaction(to: error)
        self.operation = operation
        self.reason = unsafe reason ?? String(cString: rd_kafka_err2str(error))
    }

    /// Consumes a rich error: reads every flag, then frees it. Nothing else may free `error`.
    init(consuming error: OpaquePointer, during operation: String) {
        defer { unsafe rd_kafka_error_destroy(error) }
        let code = unsafe rd_kafka_error_code(error)
        self.code = code.rawValue
        self.name = unsafe String(cString: rd_kafka_err2name(code))
        self.reaction =
            if unsafe rd_kafka_error_is_fatal(error) != 0 {
                .fatal
            } else if unsafe rd_kafka_error_is_retriable(error) != 0 {
                .retry
            } else {
                Reaction(to: code)
            }
        self.operation = operation
        self.reason = unsafe String(cString: rd_kafka_error_string(error))
    }

    /// That a call had no end in time.
    public static func timeout(_ operation: String) -> KafkaError { KafkaError(.timedOut, during: operation) }

    /// The same failure, met by another call.
    func during(_ operation: String) -> KafkaError {
        KafkaError(code: self.code, operation: operation, reason: self.reason)
    }
}

extension rd_kafka_resp_err_t {
    static let none = RD_KAFKA_RESP_ERR_NO_ERROR
    static let invalidArgument = RD_KAFKA_RESP_ERR__INVALID_ARG
    static let closed = RD_KAFKA_RESP_ERR__DESTROY
    static let timedOut = RD_KAFKA_RESP_ERR__TIMED_OUT
    static let resources = RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE
    static let application = RD_KAFKA_RESP_ERR__APPLICATION
}

extension KafkaError.Reaction {
    /// Whatever is not listed is worth another try: most of Kafka's errors pass by themselves.
    init(to error: rd_kafka_resp_err_t) {
        self =
            switch error {
            case RD_KAFKA_RESP_ERR__QUEUE_FULL: .backpressure
            case RD_KAFKA_RESP_ERR__STATE, RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,
                RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS,
                RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
                .fenced
            case RD_KAFKA_RESP_ERR__FATAL, RD_KAFKA_RESP_ERR__FENCED, RD_KAFKA_RESP_ERR__DESTROY,
                RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH:
                .fatal
            case RD_KAFKA_RESP_ERR__INVALID_ARG, RD_KAFKA_RESP_ERR__CONFLICT, RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
                RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED, RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE,
                RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR__SSL,
                RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE,
                RD_KAFKA_RESP_ERR__BAD_MSG, RD_KAFKA_RESP_ERR__BAD_COMPRESSION, RD_KAFKA_RESP_ERR_INVALID_MSG,
                RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,
                RD_KAFKA_RESP_ERR_INVALID_RECORD, RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP,
                RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE, RD_KAFKA_RESP_ERR_UNSUPPORTED_COMPRESSION_TYPE,
                RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, RD_KAFKA_RESP_ERR_INVALID_PARTITIONS,
                RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR, RD_KAFKA_RESP_ERR_INVALID_CONFIG,
                RD_KAFKA_RESP_ERR_INVALID_REQUEST, RD_KAFKA_RESP_ERR_INVALID_REQUIRED_ACKS,
                RD_KAFKA_RESP_ERR_POLICY_VIOLATION, RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION,
                RD_KAFKA_RESP_ERR_UNSUPPORTED_FOR_MESSAGE_FORMAT, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
                RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
                RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
                RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL, RD_KAFKA_RESP_ERR_INVALID_GROUP_ID,
                RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT:
                .reject
            default: .retry
            }
    }
}
