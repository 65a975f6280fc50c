/// The only form in which something may be recorded that touches what people think.
///
/// What a form has no member for cannot be sent: an event with anything else is refused, and its letter carries no
/// value.
public enum PrivacyForm: String, CaseIterable, Sendable {
    /// Facts about a session only: that it took place, how long, how many came. Nothing about a person.
    case sessionFacts = "session-facts"
    /// An anonymous survey about conditions and services: counts of at least ``smallestCell`` answers.
    case anonymousSurvey = "anonymous-survey"
    /// A session that listens: how many came, themes of a fixed list, what was promised and done.
    case listening
    /// Talks: which relation, when, how many.
    case talks
    /// The appraisal of members: dates of its steps and counts of grades.
    case appraisal
    /// Candid debate: what was decided, how many voted how, and whether the head spoke last.
    case candidDebate = "candid-debate"
    /// Care and help: where help is to be had, and counts of at least ``smallestCell``.
    case care
    /// Papers of an admission: received or not, date, number of the document, result.
    case papers

    /// How many people the smallest group has of which a count is told.
    public static let smallestCell = 10
    /// How many people take part in the smallest session that listens.
    public static let smallestSession = 5
}

extension ActivityKind {
    /// The form that its events have; none for a kind that does not touch what people think.
    public var privacyForm: PrivacyForm? {
        switch self {
        case .topicalStudy, .topicalTraining, .training, .partyClass, .organisationalLifeMeeting: .sessionFacts
        case .surveyResult: .anonymousSurvey
        case .listeningSession: .listening
        case .talks, .contact: .talks
        case .membersAppraisal: .appraisal
        case .leadershipLifeMeeting: .candidDebate
        case .care, .helpCase: .care
        case .admissionStep: .papers
        case .membersMeeting, .committeeMeeting, .groupMeeting, .themeDay, .centreGroupStudy, .generalBranchMeeting,
            .jointMeeting, .researchVisit, .guidanceVisit, .inspection, .onSiteMeeting, .dispatchMeeting, .contest,
            .practicalDeed, .report, .promise, .termReminder, .indicator, .emulation, .studyPlan:
            nil
        }
    }
}

extension ActivityKind {
    /// Whether no single record of the kind is told, because it is about a person or counts too few.
    public var isWithheld: Bool {
        switch self.privacyForm {
        case .anonymousSurvey, .care, .papers: true
        case .talks: self == .talks
        case nil, .sessionFacts, .listening, .appraisal, .candidDebate: false
        }
    }
}
