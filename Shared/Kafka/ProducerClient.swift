internal import CLibrdkafka

/// The owner of one `rd_kafka_t` producer. Freed with its last reference, which the delivery thread holds.
///
/// `enqueue` may be called from any thread; the rest belongs to the delivery thread.
@safe final class ProducerClient: @unchecked Sendable {
    private let client: OpaquePointer
    /// librdkafka points at them until `deinit` has destroyed the client.
    private let callbacks: ClientCallbacks

    init(
        _ settings: Settings, _ options: [String: String],
        delivered: @escaping @Sendable (Int, Result<Delivery, KafkaError>) -> Void
    ) throws(KafkaError) {
        let callbacks = ClientCallbacks(settings)
        callbacks.delivered = delivered
        unsafe self.client = try makeClient(RD_KAFKA_PRODUCER, options, callbacks)
        self.callbacks = callbacks
    }

    deinit { unsafe rd_kafka_destroy(self.client) }

    /// The error after which this client delivers nothing any more.
    var fatalError: KafkaError? { unsafe KafkaError(fatalIn: self.client) }

    /// Serves reports of deliveries as they come, for `milliseconds` at most.
    func serve(milliseconds: Int32) { unsafe rd_kafka_poll(self.client, milliseconds) }

    /// Sends what is queued without lingering, for `milliseconds` at most.
    func flush(milliseconds: Int32) { unsafe rd_kafka_flush(self.client, milliseconds) }

    /// Gives up whatever has not been answered; each is reported as purged.
    func purge() {
        unsafe rd_kafka_purge(self.client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
        unsafe rd_kafka_poll(self.client, 10)
    }

    /// Makes librdkafka believe that its idempotence is broken, as a test.
    func breakIdempotence() {
        unsafe rd_kafka_test_fatal_error(self.client, RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, "a test")
    }

    /// Copies `record` into librdkafka's queue; the report will name `place`. Returns why it was not taken.
    func enqueue(_ record: OutgoingRecord, place: Int) -> KafkaError? {
        // Taken over by librdkafka, unless it refuses the record.
        let headers = unsafe record.headers.isEmpty ? nil : rd_kafka_headers_new(record.headers.count)
        for header in record.headers {
            _ = unsafe header.value.withUnsafeBytes { unsafe add(header.name, $0, to: headers) }
        }
        let refusal = unsafe record.topic.withCString { topic in
            unsafe record.key.withUnsafeBytes { key in
                unsafe record.value.withUnsafeBytes { value in
                    var fields = unsafe [
                        field(RD_KAFKA_VTYPE_TOPIC) { unsafe $0.cstr = topic },
                        field(RD_KAFKA_VTYPE_MSGFLAGS) { unsafe $0.i = RD_KAFKA_MSG_F_COPY },
                        field(RD_KAFKA_VTYPE_PARTITION) { unsafe $0.i32 = record.partition ?? RD_KAFKA_PARTITION_UA },
                        field(RD_KAFKA_VTYPE_KEY) { unsafe $0.mem = memory(key) },
                        field(RD_KAFKA_VTYPE_VALUE) { unsafe $0.mem = memory(value) },
                        field(RD_KAFKA_VTYPE_TIMESTAMP) { unsafe $0.i64 = record.timestampMilliseconds ?? 0 },
                        field(RD_KAFKA_VTYPE_OPAQUE) { unsafe $0.ptr = UnsafeMutableRawPointer(bitPattern: place) },
                    ]
                    if let headers = unsafe headers {
                        unsafe fields.append(field(RD_KAFKA_VTYPE_HEADERS) { unsafe $0.headers = headers })
                    }
                    return unsafe rd_kafka_produceva(self.client, &fields, fields.count)
                }
            }
        }
        guard let refusal = unsafe refusal else { return nil }
        if let headers = unsafe headers { unsafe rd_kafka_headers_destroy(headers) }
        return unsafe KafkaError(consuming: refusal, during: "send to \(record.topic)")
    }
}

extension KafkaError {
    /// The error that ended a client, whatever its code is worth elsewhere; `nil` while the client is well.
    init?(fatalIn client: OpaquePointer) {
        var text = [CChar](repeating: 0, count: 512)
        let code = unsafe rd_kafka_fatal_error(client, &text, text.count)
        guard code != .none else { return nil }
        let name = unsafe String(cString: rd_kafka_err2name(code))
        let reason = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        self.init(RD_KAFKA_RESP_ERR__FATAL, during: "deliver", reason: "\(name): \(reason)")
    }
}

extension Optional<[UInt8]> {
    /// Lends the bytes to `body`: a null pointer for `nil`, and a real one for no bytes, which is another thing.
    fileprivate func withUnsafeBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        guard let bytes = self else { return unsafe body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        guard bytes.isEmpty else { return unsafe bytes.withUnsafeBytes(body) }
        return unsafe [0].withUnsafeBytes { unsafe body(UnsafeRawBufferPointer(start: $0.baseAddress, count: 0)) }
    }
}

private func add(_ name: String, _ value: UnsafeRawBufferPointer, to headers: OpaquePointer?) -> rd_kafka_resp_err_t {
    unsafe rd_kafka_header_add(headers, name, name.utf8.count, value.baseAddress, value.count)
}

private func field(
    _ type: rd_kafka_vtype_t, _ fill: (inout rd_kafka_vu_t.__Unnamed_union_u) -> Void
) -> rd_kafka_vu_t {
    var field = unsafe rd_kafka_vu_t()
    unsafe field.vtype = type
    unsafe fill(&field.u)
    return unsafe field
}

private func memory(_ bytes: UnsafeRawBufferPointer) -> rd_kafka_vu_t.__Unnamed_union_u.__Unnamed_struct_mem {
    unsafe .init(ptr: UnsafeMutableRawPointer(mutating: bytes.baseAddress), size: bytes.count)
}
