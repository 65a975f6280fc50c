/// How a requirement is measured: the kinds of test that a pack may set, each with its parameters.
public enum Criterion: Hashable, Sendable {
    /// Something takes place in every calendar window.
    case cadence(Cadence)
    /// Something takes place once, by a day.
    case deadline(Deadline)
    /// A committee is elected anew before its term has ended.
    case term(TermRule)
    /// Somebody above reminds of a term's end.
    case reminder(ReminderRule)
    /// A number stays within its bounds on every day.
    case limit(Limit)

    /// Whether it is judged in windows; a limit is judged on the as-of day.
    public var hasWindows: Bool {
        if case .limit = self { return false }
        return true
    }

    /// The record by which it is kept; none where the register alone tells.
    public var record: RecordRule? {
        switch self {
        case .cadence(let cadence): cadence.record
        case .deadline(let deadline): deadline.record
        case .reminder(let rule): rule.record
        case .term, .limit: nil
        }
    }

    /// Whether it is about the terms of committees, so that only a unit with an election has a cell.
    public var isAboutTerms: Bool {
        switch self {
        case .term, .reminder: true
        case .cadence, .deadline, .limit: false
        }
    }
}
