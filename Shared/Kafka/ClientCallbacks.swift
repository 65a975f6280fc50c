internal import CLibrdkafka

/// What librdkafka calls back into, as Swift closures.
///
/// Its owner keeps it until the client is destroyed; librdkafka holds it unretained. All but `log` are called inside
/// polling, flushing and closing, on the thread that does these.
@safe final class ClientCallbacks {
    typealias Partitions = UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    let settings: Settings
    /// No broker can be reached; said again whenever another attempt has failed.
    var cutOff: (() -> Void)?
    /// What became of the record with this number.
    var delivered: ((_ place: Int, _ outcome: Result<Delivery, KafkaError>) -> Void)?
    /// Partitions come or go; must be answered by an assignment before it returns.
    var rebalanced: ((_ client: OpaquePointer, _ event: rd_kafka_resp_err_t, _ partitions: Partitions?) -> Void)?

    init(_ settings: Settings) {
        self.settings = settings
    }

    /// Makes `configuration` call this object. Only callbacks that are set are registered.
    func register(with configuration: OpaquePointer) {
        unsafe rd_kafka_conf_set_opaque(configuration, Unmanaged.passUnretained(self).toOpaque())
        unsafe rd_kafka_conf_set_log_cb(configuration, reportLog)
        unsafe rd_kafka_conf_set_error_cb(configuration, reportError)
        if self.settings.statistics != nil { unsafe rd_kafka_conf_set_stats_cb(configuration, reportStatistics) }
        if self.delivered != nil { unsafe rd_kafka_conf_set_dr_msg_cb(configuration, deliver) }
        if unsafe self.rebalanced != nil {
            unsafe rd_kafka_conf_set_rebalance_cb(configuration, rebalance)
            unsafe rd_kafka_conf_set_offset_commit_cb(configuration, reportCommit)
        }
    }

    func log(_ level: LogLine.Level, _ facility: String, _ text: String) {
        self.settings.log(LogLine(level: level, facility: facility, text: text))
    }

    fileprivate static func from(_ opaque: UnsafeMutableRawPointer?) -> ClientCallbacks? {
        guard let opaque = unsafe opaque else { return nil }
        return unsafe Unmanaged<ClientCallbacks>.fromOpaque(opaque).takeUnretainedValue()
    }
}

private let reportLog: @convention(c) (OpaquePointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> Void = {
    client, level, facility, text in
    guard let client = unsafe client, let facility = unsafe facility, let text = unsafe text else { return }
    unsafe ClientCallbacks.from(rd_kafka_opaque(client))?
        .log(LogLine.Level(rawValue: level) ?? .info, String(cString: facility), String(cString: text))
}

/// Errors of the client as a whole, such as a broker that cannot be reached: it mends itself, so they are only said,
/// and noted where nobody is left to speak with.
private let reportError:
    @convention(c) (OpaquePointer?, Int32, UnsafePointer<CChar>?, UnsafeMutableRawPointer?) -> Void = {
        _, code, reason, opaque in
        guard let callbacks = unsafe ClientCallbacks.from(opaque) else { return }
        let error = unsafe KafkaError(
            rd_kafka_resp_err_t(code), during: "serve", reason: reason.map { unsafe String(cString: $0) })
        if error.code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN.rawValue { callbacks.cutOff?() }
        callbacks.log(.error, error.name, error.reason)
    }

private let reportStatistics:
    @convention(c) (OpaquePointer?, UnsafeMutablePointer<CChar>?, Int, UnsafeMutableRawPointer?) -> Int32 = {
        _, json, count, opaque in
        let bytes = unsafe UnsafeRawBufferPointer(start: json, count: json == nil ? 0 : count)
        unsafe ClientCallbacks.from(opaque)?.settings.statistics?(Array(bytes))
        // Zero leaves the text to librdkafka, which frees it.
        return 0
    }

/// Offsets are committed for exporters of lag alone, so a commit that fails is worth a line and nothing more.
private let reportCommit:
    @convention(c) (
        OpaquePointer?, rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?,
        UnsafeMutableRawPointer?
    ) -> Void = { _, error, _, opaque in
        guard error != .none, error != RD_KAFKA_RESP_ERR__NO_OFFSET else { return }
        let failure = KafkaError(error, during: "commit")
        unsafe ClientCallbacks.from(opaque)?.log(.warning, "COMMIT", "offsets for lag: \(failure.reason)")
    }

private let rebalance:
    @convention(c) (
        OpaquePointer?, rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?,
        UnsafeMutableRawPointer?
    ) -> Void = { client, event, partitions, opaque in
        guard let client = unsafe client else { return }
        unsafe ClientCallbacks.from(opaque)?.rebalanced?(client, event, partitions)
    }

private let deliver:
    @convention(c) (OpaquePointer?, UnsafePointer<rd_kafka_message_t>?, UnsafeMutableRawPointer?) -> Void = {
        client, message, opaque in
        guard let client = unsafe client, let message = unsafe message?.pointee,
            let callbacks = unsafe ClientCallbacks.from(opaque)
        else { return }
        let place = unsafe Int(bitPattern: message._private)
        let error = unsafe message.err
        guard error == .none else {
            // A client that breaks purges what it had: then why it broke is the answer.
            let fault = unsafe KafkaError(fatalIn: client) ?? KafkaError(error, during: "deliver")
            callbacks.delivered?(place, .failure(fault))
            return
        }
        let delivery = unsafe Delivery(partition: message.partition, offset: message.offset)
        callbacks.delivered?(place, .success(delivery))
    }
