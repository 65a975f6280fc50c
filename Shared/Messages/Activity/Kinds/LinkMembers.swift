internal import Domain
internal import JSON

/// Records that an event refers to: they must have been taken in before it.
enum LinkMembers {
    /// How many records one part of an event may refer to.
    private static let limit = 100

    /// Another record, and of what it lists a place, from 1 on.
    static let shape = ObjectDescription<ActivityEvent.Reference>([
        .required("source", .text(1...2_048)) { $0.target.source = SourceName(rawValue: $1) },
        .required("id", .text(1...2_048)) { $0.target.id = $1 },
        .optional("item", .whole(1...1_000)) { $0.item = $1 },
    ]).shape(.init())

    /// Several of them.
    static let list = Shape<[ActivityEvent.Reference]>.list(of: Self.shape, count: 0...Self.limit)

    /// A list of parts each of which may refer to records.
    static func collecting(_ part: Shape<[ActivityEvent.Reference]>, count: ClosedRange<Int>) -> Shape<
        [ActivityEvent.Reference]
    > {
        .list(of: part, count: count, into: []) { $0 += $1 }
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

extension Field where Owner == ActivityEvent.Held {
    /// A member with parts that may refer to records.
    static func linking(_ name: StaticString, _ shape: Shape<[ActivityEvent.Reference]>) -> Self {
        .optional(name, shape) { held, references in
            held.links += references.map {
                ActivityEvent.Link(target: $0.target, item: $0.item, member: name.description)
            }
        }
    }
}
