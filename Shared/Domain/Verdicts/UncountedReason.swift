/// Why a record that was looked at does not count.
public enum UncountedReason: Hashable, Sendable {
    /// A part is not there.
    case segmentMissing(SegmentPart)
    /// A part is too short.
    case segmentShort(SegmentPart)
    /// Too few came.
    case noQuorum
    /// No committee was in office on that day.
    case noCommittee
    /// Whoever gave it does not stand above the unit.
    case notBySuperior
    /// What it is judged by was not sent.
    case detailMissing
    /// It was taken back.
    case retracted
    /// A newer version counts instead.
    case superseded
    /// It did not take place within the window.
    case outsideWindow
}

extension UncountedReason: CustomStringConvertible {
    /// The reason as explanations and alerts carry it, such as `segment-short:exchange`.
    public var description: String {
        switch self {
        case .segmentMissing(let part): "segment-missing:\(part.rawValue)"
        case .segmentShort(let part): "segment-short:\(part.rawValue)"
        case .noQuorum: "no-quorum"
        case .noCommittee: "no-committee"
        case .notBySuperior: "not-by-superior"
        case .detailMissing: "detail-missing"
        case .retracted: "retracted"
        case .superseded: "superseded"
        case .outsideWindow: "outside-window"
        }
    }
}
