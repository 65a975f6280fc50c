// Words that rules count by. Where no privacy form binds a kind, other words are taken too and count for nothing.

/// What kind of place an activity took place at.
public enum PlaceType: String, CaseIterable, Sendable {
    /// A room of the unit.
    case office
    /// Where teaching takes place.
    case classroom
    /// A laboratory or a workshop.
    case laboratory
    /// Where students practise a trade.
    case trainingBase = "training-base"
    /// A base of education outside the campus.
    case educationBase = "education-base"
    /// A dormitory.
    case dormitory
    /// An enterprise.
    case enterprise
    /// A neighbourhood.
    case community
    /// No place: all met online.
    case online
    /// Any other place.
    case other
}

/// What an activity serves first.
public enum Purpose: String, CaseIterable, Sendable {
    /// Teaching and education.
    case serveTeaching = "serve-teaching"
    /// Staff and students.
    case servePeople = "serve-people"
    /// Bringing people together.
    case bringTogether = "bring-together"
    /// Research.
    case serveResearch = "serve-research"
    /// Management.
    case serveManagement = "serve-management"
    /// The neighbourhood.
    case serveCommunity = "serve-community"
}

/// What an activity is about.
public enum ActivityTopic: String, CaseIterable, Sendable {
    /// The history of the Party.
    case partyHistory = "party-history"
    /// Policy.
    case policy
    /// Policy of the trade that the college teaches for.
    case sectorPolicy = "sector-policy"
    /// Party work itself.
    case partyWork = "party-work"
    /// Teaching.
    case teaching
    /// Research.
    case research
    /// Management.
    case management
    /// Students' affairs.
    case studentAffairs = "student-affairs"
    /// Safety.
    case safety
    /// Integrity.
    case integrity
}

/// In which form students' branches learn.
public enum StudyForm: String, CaseIterable, Sendable {
    /// Studying the Party's history.
    case historyStudy = "history-study"
    /// Watching a film.
    case film
    /// Visiting a base of education.
    case baseVisit = "base-visit"
    /// Talking with somebody exemplary.
    case interview
    /// A contest of knowledge.
    case knowledgeContest = "knowledge-contest"
}

/// Who takes part in a training.
public enum Audience: String, CaseIterable, Sendable {
    /// Those who do Party work.
    case partyStaff = "party-staff"
    /// Those who manage the work of units.
    case businessManagers = "business-managers"
    /// Secretaries of branches.
    case secretaries
    /// Members.
    case members
    /// Those who want to become members.
    case activists
    /// Teachers.
    case teachers
    /// Students.
    case students
}

/// With whom a group organises something.
public enum CoOrganiser: String, CaseIterable, Sendable {
    /// The trade union.
    case union
    /// The youth league.
    case youthLeague = "youth-league"
    /// The united front.
    case unitedFront = "united-front"
    /// Another branch.
    case branch
    /// An enterprise.
    case enterprise
    /// A neighbourhood.
    case community
}

/// In which office somebody acts: never who.
public enum ActingRole: String, CaseIterable, Sendable {
    /// The secretary.
    case secretary
    /// The deputy secretary.
    case deputySecretary = "deputy-secretary"
    /// A member of the committee.
    case committeeMember = "committee-member"
    /// The leader of a group.
    case groupLeader = "group-leader"
    /// The administrative head of the unit.
    case administrativeHead = "administrative-head"
    /// A member of the unit's team.
    case teamMember = "team-member"
    /// The head of a department.
    case departmentHead = "department-head"
    /// A leader of the college.
    case collegeLeader = "college-leader"
    /// A member.
    case member
}

/// About what people are asked, and what they may speak of where others listen: conditions and services, never beliefs.
public enum Condition: String, CaseIterable, Sendable {
    /// Workload.
    case workload
    /// Food.
    case food
    /// Housing.
    case housing
    /// Services.
    case service
    /// Rooms and equipment.
    case facilities
    /// Teaching.
    case teaching
    /// Study.
    case study
    /// Transport.
    case transport
    /// Safety.
    case safety
    /// How one hears of things.
    case information
    /// All of it.
    case overall
}
