internal import Machines
internal import Messages

extension StopReason {
    /// What was found, without its place.
    var finding: StandstillCause {
        switch self {
        case .unreadable: .unreadable
        case .replaced: .replaced
        case .cutOff: .cutOff
        case .lost: .lost
        }
    }

    /// The offset that cannot be read, the end of the topic, or its oldest offset.
    var bound: Int64? {
        switch self {
        case .unreadable(let offset, _): offset
        case .replaced: nil
        case .cutOff(_, let end): end
        case .lost(_, let low): low
        }
    }
}
