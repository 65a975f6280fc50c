internal import CLibrdkafka
internal import Glibc

/// The ends of a partition as the broker tells them.
public struct PartitionEnds: Hashable, Sendable {
    /// The offset of the oldest record that is still there.
    public let low: Int64
    /// The offset that the next record will get.
    public let high: Int64

    /// Ends that are known.
    public init(low: Int64, high: Int64) {
        self.low = low
        self.high = high
    }
}

/// Asks each leader for the ends of all its partitions at once; blocks its thread.
///
/// A partition that has just been made, or whose leader has just moved, has nobody to ask for a moment: it is asked
/// again within the limit.
///
/// librdkafka 2.0.2 may ignore a query's timeout, so the caller sets a bound of its own where it has somebody waiting.
func queryEnds(
    _ client: OpaquePointer, of partitions: [TopicPartition], within limit: Duration
) throws(KafkaError) -> [TopicPartition: PartitionEnds] {
    guard !partitions.isEmpty else { return [:] }
    let deadline = ContinuousClock.now + limit
    let lows = try unsafe queryOffsets(client, Int64(RD_KAFKA_OFFSET_BEGINNING), of: partitions, by: deadline)
    let highs = try unsafe queryHighs(client, of: partitions, by: deadline)
    return Dictionary(zip(partitions, lows)) { first, _ in first }.reduce(into: [:]) { ends, low in
        ends[low.key] = highs[low.key].map { PartitionEnds(low: low.value, high: $0) }
    }
}

/// Asks for the next offset of partitions; blocks its thread.
func queryHighs(
    _ client: OpaquePointer, of partitions: [TopicPartition], by deadline: ContinuousClock.Instant
) throws(KafkaError) -> [TopicPartition: Int64] {
    guard !partitions.isEmpty else { return [:] }
    let highs = try unsafe queryOffsets(client, Int64(RD_KAFKA_OFFSET_END), of: partitions, by: deadline)
    return Dictionary(zip(partitions, highs)) { first, _ in first }
}

/// The offsets at the beginning or at the end of partitions, in their order. The question is the one for the offsets of
/// an instant, which takes these two names in its place.
private func queryOffsets(
    _ client: OpaquePointer, _ name: Int64, of partitions: [TopicPartition], by deadline: ContinuousClock.Instant
) throws(KafkaError) -> [Int64] {
    while true {
        let list = PartitionList(offsets: partitions.map { ($0, name) })
        let remaining = max(1, (deadline - .now).milliseconds)
        let failure = unsafe rd_kafka_offsets_for_times(client, list.pointer, remaining)
        let answers = list.offsets
        let fault = answers.first { $0.error != .none || $0.offset < 0 }
        if failure == .none, fault == nil { return answers.map(\.offset) }
        // Nobody has answered for a partition whose offset is still the question.
        let error = failure != .none ? failure : fault.map { $0.error == .none ? .noLeader : $0.error } ?? .noLeader
        guard error == .noLeader, .now < deadline else {
            throw KafkaError(error, during: "ask for the ends of \(fault?.partition ?? partitions[0])")
        }
        usleep(50_000)
    }
}

extension rd_kafka_resp_err_t {
    fileprivate static var noLeader: Self { RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION }
}
