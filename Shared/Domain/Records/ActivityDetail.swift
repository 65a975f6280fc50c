/// What requirements look at in an activity. Absent is not the same as empty: absent means that it was not sent.
public struct ActivityDetail: Hashable, Sendable {
    /// The minutes of its parts.
    public let segments: SegmentMinutes?
    /// Who was expected and who came.
    public let attendance: Attendance?
    /// Of a report: what it reports, such as `problem-list`.
    public let report: String?
    /// Of a reminder: what it reminds of, such as `committee-term`.
    public let about: String?
    /// Of a reminder: the unit that reminded.
    public let by: UnitCode?

    /// The detail of an activity; whatever was not sent is left out.
    public init(
        segments: SegmentMinutes? = nil, attendance: Attendance? = nil, report: String? = nil, about: String? = nil,
        by: UnitCode? = nil
    ) {
        self.segments = segments
        self.attendance = attendance
        self.report = report
        self.about = about
        self.by = by
    }
}

/// A part of an activity.
public enum SegmentPart: String, CaseIterable, Sendable {
    /// Study.
    case study
    /// Exchange of views.
    case exchange
    /// Doing something in practice.
    case practice
}

/// How long the parts of an activity took. Minutes of one part add up.
public struct SegmentMinutes: Hashable, Sendable {
    private var study: Int?
    private var exchange: Int?
    private var practice: Int?

    /// An activity without any part: an empty list was sent.
    public init() {}

    /// Minutes of a part, or nil where there was no such part.
    public subscript(part: SegmentPart) -> Int? {
        switch part {
        case .study: self.study
        case .exchange: self.exchange
        case .practice: self.practice
        }
    }

    /// Adds minutes to a part.
    public mutating func add(_ minutes: Int, to part: SegmentPart) {
        let (sum, isTooLong) = (self[part] ?? 0).addingReportingOverflow(minutes)
        let total = isTooLong ? Int.max : sum
        switch part {
        case .study: self.study = total
        case .exchange: self.exchange = total
        case .practice: self.practice = total
        }
    }
}

/// Who was expected at an activity, and who came.
public struct Attendance: Hashable, Sendable {
    /// Those entitled and expected, approved exclusions taken off, those excused not.
    public let due: Int
    /// Those of them who came.
    public let present: Int

    /// Who was expected, and who came.
    public init(due: Int, present: Int) {
        self.due = due
        self.present = present
    }
}
