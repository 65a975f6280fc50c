internal import Domain
internal import JSON

/// Records that an event refers to: they must have been taken in before it.
struct ReferenceForm: ObjectForm {
    var reference = ActivityEvent.Reference()

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("source", .string(1...2_048)) { $0.reference.target.source = SourceName(rawValue: $1) }
        try member.required("id", .string(1...2_048)) { $0.reference.target.id = $1 }
        try member.optional("item", .whole(1...1_000)) { $0.reference.item = $1 }
    }
}

/// A part of an activity that may refer to records.
protocol LinkingForm: ObjectForm {
    var links: [ActivityEvent.Reference] { get }
}

extension MemberVisitor<HeldForm> where Self: ~Copyable & ~Escapable {
    /// A list of parts each of which may refer to records.
    @inline(__always)
    mutating func linking(
        _ name: StaticString, _ part: some LinkingForm, count: ClosedRange<Int>
    ) throws(Fault) {
        try self.each(name, .object(part), count: count) { form, part in
            guard !part.links.isEmpty else { return }
            let member = name.description
            for link in part.links {
                form.held.links.append(ActivityEvent.Link(target: link.target, item: link.item, member: member))
            }
        }
    }
}

extension ActivityKind {
    /// The member that lists what others may refer to: what was decided, opened, reported or promised.
    fileprivate var listMember: String? {
        switch self {
        case .membersMeeting, .committeeMeeting, .groupMeeting, .generalBranchMeeting, .jointMeeting, .onSiteMeeting,
            .dispatchMeeting:
            "decisions"
        case .researchVisit, .guidanceVisit, .inspection: "problems"
        case .practicalDeed, .promise: "deeds"
        case .report: "items"
        case .partyClass, .themeDay, .organisationalLifeMeeting, .leadershipLifeMeeting, .membersAppraisal, .talks,
            .topicalStudy, .topicalTraining, .centreGroupStudy, .contest, .listeningSession, .surveyResult, .training,
            .termReminder, .contact, .helpCase, .care, .admissionStep, .indicator, .emulation, .studyPlan:
            nil
        }
    }
}

extension ActivityEvent {
    /// How many places the data of an event lists that others may refer to.
    public static func listedCount(in data: [UInt8]) -> Int {
        var reader = DocumentReader()
        let count = try? reader.read(data) { root -> Int in
            let kind = root.member("kind")?.string.flatMap { ActivityKind(rawValue: $0) }
            guard let member = kind?.listMember, let list = root.member(member), list.kind == .array else { return 0 }
            return list.count
        }
        return count ?? 0
    }
}
