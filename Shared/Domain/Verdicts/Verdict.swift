/// What can be said of a duty.
public enum Verdict: String, CaseIterable, Sendable {
    /// What is owed is there.
    case met
    /// The window runs, what is owed is not there yet, its end is not near.
    case open
    /// As open, and the end of the window is near.
    case dueSoon = "due-soon"
    /// The window has closed without it, and everybody who would know has spoken.
    case notMet = "not-met"
    /// The window has closed without it, and somebody who would know has not spoken.
    case unknown
    /// A waiver covers it.
    case waived
    /// The requirement does not bind the unit in this window.
    case notApplicable = "not-applicable"
}

/// Why nobody can say whether a duty was met, in the order in which the reasons are given.
public enum UnknownReason: Hashable, Sendable {
    /// Offices still record what took place.
    case filing
    /// A source that reports it has not said that it is up to date.
    case behind(SourceName)
    /// No source reports it.
    case noSource
    /// A record that could be it was refused.
    case deadLetter
    /// A record is there whose detail was not sent.
    case detailMissing
    /// The register has no count.
    case noCount
}

extension UnknownReason: CustomStringConvertible {
    /// The reason as the board and the alerts carry it, such as `behind:/campus/oa`.
    public var description: String {
        switch self {
        case .filing: "filing"
        case .behind(let source): "behind:\(source)"
        case .noSource: "no-source"
        case .deadLetter: "dead-letter"
        case .detailMissing: "detail-missing"
        case .noCount: "no-count"
        }
    }
}
