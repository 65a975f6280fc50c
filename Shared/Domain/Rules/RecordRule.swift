/// Which activity a requirement asks for. What it is about decides whether a record is looked at at all; the rest
/// decides whether one that is looked at counts.
public struct RecordRule: Hashable, Sendable {
    /// What takes place.
    public let kind: ActivityKind
    /// Of a report: what it reports.
    public let report: String?
    /// Of a reminder: what it reminds of.
    public let about: String?
    /// Of a reminder: who must have given it.
    public let author: RecordAuthor?
    /// What its parts must be, where they matter.
    public let segments: SegmentRule?
    /// How many must have come, where that matters.
    public let quorum: Quorum?

    /// An activity of a kind; whatever does not matter is left out.
    public init(
        kind: ActivityKind, report: String? = nil, about: String? = nil, author: RecordAuthor? = nil,
        segments: SegmentRule? = nil, quorum: Quorum? = nil
    ) {
        self.kind = kind
        self.report = report
        self.about = about
        self.author = author
        self.segments = segments
        self.quorum = quorum
    }

    /// Whether whatever is of the kind is about what is asked for.
    var asksNothingOfTexts: Bool { self.report == nil && self.about == nil }

    /// Whether a record of this kind is about what is asked for.
    func concerns(_ detail: ActivityDetail) -> Bool {
        self.asksNothingOfTexts
            || (self.report == nil || self.report == detail.report) && (self.about == nil || self.about == detail.about)
    }
}

/// Who must have given a reminder.
public enum RecordAuthor: String, CaseIterable, Sendable {
    /// Any unit that stands above the one concerned on that day.
    case superior
}

/// Which parts an activity must have, and how long each.
public struct SegmentRule: Hashable, Sendable {
    /// The parts, in the order in which they are looked at.
    public let parts: [SegmentPart]
    /// How many minutes of each are asked.
    public let minutes: Int
    /// How many minutes less are let pass.
    public let allowanceMinutes: Int

    /// So many minutes of each part, less an allowance.
    public init(parts: [SegmentPart], minutes: Int, allowanceMinutes: Int) {
        self.parts = parts
        self.minutes = minutes
        self.allowanceMinutes = allowanceMinutes
    }

    /// The fewest minutes of a part that count.
    public var minimumMinutes: Int { self.minutes - self.allowanceMinutes }
}
