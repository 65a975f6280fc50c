internal import CLibrdkafka

/// A partition list of librdkafka's, freed at the end of its scope: one that leaks makes `rd_kafka_destroy` wait for
/// ever.
@safe struct PartitionList: ~Copyable {
    let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    /// A list of whole topics, to subscribe to.
    init(topics: [String]) {
        unsafe self.pointer = rd_kafka_topic_partition_list_new(Int32(clamping: topics.count))
        for topic in topics { unsafe rd_kafka_topic_partition_list_add(self.pointer, topic, RD_KAFKA_PARTITION_UA) }
    }

    /// A list of partitions with an offset for each.
    init(offsets: [(TopicPartition, Int64)]) {
        unsafe self.pointer = rd_kafka_topic_partition_list_new(Int32(clamping: offsets.count))
        for (partition, offset) in offsets {
            let entry = unsafe rd_kafka_topic_partition_list_add(self.pointer, partition.topic, partition.partition)
            if let entry = unsafe entry { unsafe entry.pointee.offset = offset }
        }
    }

    deinit { unsafe rd_kafka_topic_partition_list_destroy(self.pointer) }

    /// What the list says of each partition.
    var offsets: [(partition: TopicPartition, offset: Int64, error: rd_kafka_resp_err_t)] {
        let list = unsafe self.pointer.pointee
        let entries = unsafe UnsafeBufferPointer(start: list.elems, count: Int(list.cnt))
        return unsafe entries.map { entry in
            let partition = unsafe TopicPartition(topic: String(cString: entry.topic), partition: entry.partition)
            return unsafe (partition, entry.offset, entry.err)
        }
    }

    /// What librdkafka lends in a callback, copied and sorted.
    static func copy(_ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> [TopicPartition] {
        guard let list = unsafe list?.pointee else { return [] }
        let entries = unsafe UnsafeBufferPointer(start: list.elems, count: Int(list.cnt))
        return unsafe entries.map {
            unsafe TopicPartition(topic: String(cString: $0.topic), partition: $0.partition)
        }.sorted()
    }
}
