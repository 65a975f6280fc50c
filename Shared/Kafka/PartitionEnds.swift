internal import CLibrdkafka
internal import Glibc

/// The ends of a partition as the broker tells them.
public struct PartitionEnds: Hashable, Sendable {
    /// The offset of the oldest record that is still there.
    public let low: Int64
    /// The offset that the next record will get.
    public let high: Int64
}

/// Asks for the ends of one partition after the other; blocks its thread.
///
/// A partition that has just been made, or whose leader has just moved, has nobody to ask for a moment: it is asked
/// again within the limit.
///
/// librdkafka 2.0.2 may ignore a query's timeout, so the caller sets a bound of its own where it has somebody waiting.
func queryEnds(
    _ client: OpaquePointer, of partitions: [TopicPartition], within limit: Duration
) throws(KafkaError) -> [TopicPartition: PartitionEnds] {
    let deadline = ContinuousClock.now + limit
    var ends: [TopicPartition: PartitionEnds] = [:]
    for partition in partitions {
        var (low, high): (Int64, Int64) = (0, 0)
        while true {
            let remaining = max(1, (deadline - .now).milliseconds)
            let error = unsafe rd_kafka_query_watermark_offsets(
                client, partition.topic, partition.partition, &low, &high, remaining)
            if error == .none { break }
            guard error == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, .now < deadline else {
                throw KafkaError(error, during: "ask for the ends of \(partition)")
            }
            usleep(50_000)
        }
        ends[partition] = PartitionEnds(low: low, high: high)
    }
    return ends
}
