/// Why a partition is read no further until an operator has acted.
public enum StopReason: Hashable, Sendable {
    /// The client got no record out of the bytes at `offset`.
    case unreadable(offset: Int64?, reason: String)
    /// The topic is another one than the one that was read: the record below `position` differs.
    case replaced(position: Int64)
    /// The topic ends before `position`: it was cut off, or made anew.
    case cutOff(position: Int64, end: Int64)
    /// Records from `position` up to `low` were deleted before they were read.
    case lost(position: Int64, low: Int64)

    /// What is wrong.
    public var fault: String {
        switch self {
        case .unreadable(let offset, let reason):
            "cannot be read at offset \(offset.map { String($0) } ?? "unknown"): \(reason)"
        case .replaced(let position):
            "the record before offset \(position) is not the one that was applied: the topic was made anew"
        case .cutOff(let position, let end):
            "the topic ends at \(end), before position \(position): it was cut off or made anew"
        case .lost(let position, let low):
            "records from \(position) to \(low - 1) were deleted before they were read"
        }
    }

    /// What an operator does about it, in one sentence.
    public var remedy: String {
        switch self {
        case .unreadable(let offset?, _):
            "mend the topic and start this service again, or pass it with 'guoying intake skip', this topic, partition "
                + "and offset \(offset), and --reason"
        case .unreadable(nil, _):
            "look into the broker's log, mend the topic and start this service again"
        case .replaced, .cutOff:
            "see that GUOYING_KAFKA_BOOTSTRAP_SERVERS names the right cluster, bring the topic back and start this "
                + "service again, or, if the topic shall begin anew, accept it with 'guoying recover'"
        case .lost:
            "lengthen the topic's retention and have its writers send again what was deleted, then accept the gap with "
                + "'guoying recover'"
        }
    }
}

extension StopReason: CustomStringConvertible {
    /// One line for `/readyz` and the log: what is wrong, and what to do.
    public var description: String { "\(self.fault); \(self.remedy)" }
}
