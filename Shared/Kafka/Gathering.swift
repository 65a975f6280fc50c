internal import CLibrdkafka

/// A batch in the making.
@safe struct Gathering: ~Copyable {
    /// Which assignment it belongs to.
    let generation: Int
    private var builder: RecordBatchBuilder
    private var ends: [TopicPartition: Int64] = [:]
    private var faults: [PartitionFault] = []
    /// Records come in runs of one partition, so its place is looked up once a run.
    private var run: (topic: OpaquePointer?, partition: Int32, place: Int?) = (nil, -1, nil)

    init(generation: Int, like last: RecordBatch) {
        self.generation = generation
        self.builder = RecordBatchBuilder(like: last)
    }

    func hasRoom(_ limits: BatchLimits) -> Bool {
        self.builder.recordCount < limits.records && self.builder.byteCount < limits.bytes
            && self.faults.count < limits.records
    }

    /// Takes one message of librdkafka's: a record, the end of a partition, or an error.
    mutating func take(_ message: UnsafePointer<rd_kafka_message_t>, _ membership: Membership) {
        let (error, topic) = unsafe (message.pointee.err, message.pointee.rkt)
        if error != .none, error != RD_KAFKA_RESP_ERR__PARTITION_EOF {
            unsafe self.takeError(message, membership)
            return
        }
        let (partition, offset) = unsafe (message.pointee.partition, message.pointee.offset)
        if unsafe self.run.topic != topic || self.run.partition != partition {
            let place = unsafe membership.table.place(of: TopicPartition(topic: name(of: topic), partition: partition))
            unsafe self.run = (topic, partition, place)
        }
        // What is no longer held may still be in librdkafka's queue.
        guard let place = unsafe self.run.place else { return }
        if error == .none {
            guard membership.table.admit(offset, at: place) else { return }
            let owner = membership.table.partition(at: place)
            unsafe self.builder.append(message, of: owner, at: place)
            if !self.ends.isEmpty { self.ends[owner] = nil }
        } else if membership.table.admit(end: offset, at: place) {
            self.ends[membership.table.partition(at: place)] = offset
        }
    }

    consuming func finish() -> Batch {
        Batch(records: self.builder.finish(), ends: self.ends, faults: self.faults)
    }

    private mutating func takeError(_ message: UnsafePointer<rd_kafka_message_t>, _ membership: Membership) {
        let record = unsafe message.pointee
        let error = unsafe KafkaError(
            record.err, during: "read for \(membership.group)",
            reason: rd_kafka_message_errstr(message).map { unsafe String(cString: $0) })
        guard let topic = unsafe record.rkt else {
            // Not about a partition. What passes by itself is only said; the rest is the caller's to know.
            if error.reaction == .retry { membership.note(error) } else { membership.fail(error) }
            return
        }
        let fault = unsafe PartitionFault(
            partition: TopicPartition(topic: name(of: topic), partition: record.partition), error: error,
            offset: record.offset >= 0 ? record.offset : nil)
        self.add(fault, membership)
    }

    /// Takes a fault, unless it is about something that is over.
    mutating func add(_ fault: PartitionFault, _ membership: Membership) {
        if let place = membership.table.place(of: fault.partition) {
            guard membership.table.admit(fault, at: place) else { return }
        }
        self.faults.append(fault)
    }
}

extension PartitionFault {
    static func stalled(_ partition: TopicPartition, at position: Int64, before end: Int64) -> PartitionFault {
        let reason = "nothing can be read at offset \(position) although the log goes on to \(end)"
        let error = KafkaError(RD_KAFKA_RESP_ERR__BAD_MSG, during: "read \(partition)", reason: reason)
        return PartitionFault(partition: partition, error: error, offset: position)
    }
}

private func name(of topic: OpaquePointer?) -> String {
    guard let topic = unsafe topic, let name = unsafe rd_kafka_topic_name(topic) else { return "" }
    return unsafe String(cString: name)
}
