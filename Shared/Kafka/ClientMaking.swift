internal import CLibrdkafka

/// Makes a client, and frees everything it made when it cannot.
///
/// An option that librdkafka does not know or accept is refused with its name, and never with its value.
func makeClient(
    _ type: rd_kafka_type_t, _ options: [String: String], _ callbacks: ClientCallbacks
) throws(KafkaError) -> OpaquePointer {
    guard let configuration = unsafe rd_kafka_conf_new() else {
        throw KafkaError(.resources, during: "configure")
    }
    var message = [CChar](repeating: 0, count: 512)
    // Sorted, so that the same fault is reported each time.
    for (name, value) in options.sorted(by: { $0.key < $1.key }) {
        let outcome = unsafe rd_kafka_conf_set(configuration, name, value, &message, message.count)
        guard outcome == RD_KAFKA_CONF_OK else {
            unsafe rd_kafka_conf_destroy(configuration)
            throw KafkaError(
                .invalidArgument, during: "set \(name)", reason: refusal(of: name, unknown: outcome))
        }
    }
    unsafe callbacks.register(with: configuration)
    guard let client = unsafe rd_kafka_new(type, configuration, &message, message.count) else {
        // librdkafka takes the configuration only when it succeeds.
        unsafe rd_kafka_conf_destroy(configuration)
        throw KafkaError(.invalidArgument, during: "make a client", reason: text(of: message))
    }
    return unsafe client
}

private func refusal(of name: String, unknown outcome: rd_kafka_conf_res_t) -> String {
    outcome == RD_KAFKA_CONF_UNKNOWN
        ? "librdkafka \(unsafe String(cString: rd_kafka_version_str())) has no option \(name)"
        : "librdkafka does not accept this value of \(name)"
}

/// The text that a C function wrote into `buffer`, up to its terminator.
private func text(of buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
