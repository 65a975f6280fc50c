internal import CLibrdkafka

/// Tells librdkafka which partitions to fetch, and returns when it has stopped those that it fetched before.
///
/// While a stop is on its way a second assignment would ask for it once more, and librdkafka ends the process when the
/// second answer comes (its issue 5573, in all releases so far). Stop and answer each pass through the queue of its
/// main thread, as every question about the assignment does: behind the second question both have been dealt with.
///
/// Nothing is asked where this is the client's `last` assignment: librdkafka may be closed before it has answered, and
/// its question has no time limit.
func assign(
    _ partitions: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?, to client: OpaquePointer, last: Bool
) -> rd_kafka_resp_err_t {
    let error = unsafe rd_kafka_assign(client, partitions)
    guard !last else { return error }
    for _ in 1...2 {
        var assigned: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
        guard unsafe rd_kafka_assignment(client, &assigned) == .none else { break }
        if let assigned = unsafe assigned { unsafe rd_kafka_topic_partition_list_destroy(assigned) }
    }
    return error
}
