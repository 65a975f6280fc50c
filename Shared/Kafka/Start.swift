internal import CLibrdkafka

/// Where reading a partition begins.
public enum Start: Hashable, Sendable {
    /// At the oldest record that the broker still has.
    case beginning
    /// At the end as it is when fetching begins: only records that are produced later.
    case end
    /// At this offset; when the broker no longer has it, or does not have it yet, reading it is a fault.
    case offset(Int64)

    /// The number that librdkafka has for it.
    var code: Int64 {
        switch self {
        case .beginning: Int64(RD_KAFKA_OFFSET_BEGINNING)
        case .end: Int64(RD_KAFKA_OFFSET_END)
        case .offset(let offset): offset
        }
    }
}
