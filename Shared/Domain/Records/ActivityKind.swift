/// What kind of thing took place.
public enum ActivityKind: String, CaseIterable, Sendable {
    /// A general meeting of the members.
    case membersMeeting = "members-meeting"
    /// A meeting of the branch committee.
    case committeeMeeting = "committee-meeting"
    /// A meeting of a Party group.
    case groupMeeting = "group-meeting"
    /// A Party class.
    case partyClass = "party-class"
    /// A theme Party day.
    case themeDay = "theme-day"
    /// An organisational-life meeting.
    case organisationalLifeMeeting = "organisational-life-meeting"
    /// A democratic-life meeting of a leadership team.
    case leadershipLifeMeeting = "leadership-life-meeting"
    /// The democratic appraisal of members.
    case membersAppraisal = "members-appraisal"
    /// Heart-to-heart talks.
    case talks
    /// Study of a special topic.
    case topicalStudy = "topical-study"
    /// Training on a special topic.
    case topicalTraining = "topical-training"
    /// Study of a theory centre group.
    case centreGroupStudy = "centre-group-study"
    /// A meeting of a general branch's committee.
    case generalBranchMeeting = "general-branch-meeting"
    /// A joint meeting of Party and administration.
    case jointMeeting = "joint-meeting"
    /// A visit to find out how things are.
    case researchVisit = "research-visit"
    /// A visit to guide.
    case guidanceVisit = "guidance-visit"
    /// An inspection.
    case inspection
    /// A meeting on the spot.
    case onSiteMeeting = "on-site-meeting"
    /// A meeting that follows work up.
    case dispatchMeeting = "dispatch-meeting"
    /// A contest.
    case contest
    /// A practical deed for staff and students.
    case practicalDeed = "practical-deed"
    /// A session that listens.
    case listeningSession = "listening-session"
    /// The result of an anonymous survey.
    case surveyResult = "survey-result"
    /// A written report.
    case report
    /// A promise made in public.
    case promise
    /// A training.
    case training
    /// A reminder that a term ends.
    case termReminder = "term-reminder"
    /// A contact of a secretary with those who lead the work of a unit.
    case contact
    /// A request for help of somebody who is not named: opened, and closed.
    case helpCase = "help-case"
    /// Care that was offered and taken up in a month, in counts.
    case care
    /// A step in the admission of somebody who is not named.
    case admissionStep = "admission-step"
    /// A figure that somebody else has found.
    case indicator
    /// A programme of emulation: nominations and results.
    case emulation
    /// The plan of the studies of a term.
    case studyPlan = "study-plan"
}
