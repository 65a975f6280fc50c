internal import Domain

/// The members that events of every kind have.
enum CommonMembers {
    typealias Member = Field<ActivityEvent.Held>

    /// The greatest number of people that an attendance can count.
    static let peopleLimit = 1_000_000_000
    /// The greatest length of one segment: a day.
    private static let segmentLimitMinutes = 1_440

    /// What may be said of something of a kind in words of one's own; offices and forms are of a list where a privacy
    /// form binds.
    static func worded(_ kind: ActivityKind, _ members: Members) -> [Member] {
        let isSealed = members == .sealed
        let office = Shape.listed(ActingRole.self).ignored
        let form = Shape.listed(StudyForm.self).ignored
        return self.core(kind) + self.session(members) + [
            .optional("leadingCadres", self.attendance(members).ignored),
            .optional("title", .text(0...1_000)),
            .optional("place", self.place(members)),
            .optional("chairedBy", isSealed ? office : .text(0...200, suchAs: ActingRole.self)),
            .optional("topics", .list(of: .text(0...200, suchAs: ActivityTopic.self), count: 0...100)),
            .optional("purpose", .text(0...200, suchAs: Purpose.self)),
            .optional("coOrganisers", .list(of: .text(0...200, suchAs: CoOrganiser.self), count: 0...100)),
            .optional("campaign", .text(0...200)),
            .optional("brand", .text(0...200)),
            .optional("form", isSealed ? form : .text(0...200, suchAs: StudyForm.self)),
            .optional("business", .list(of: .text(0...200), count: 0...100)),
            .optional("references", .list(of: self.reference(members), count: 0...100)),
        ]
    }

    /// What may be said where a privacy form leaves no room for anybody's words.
    static func coded(_ kind: ActivityKind) -> [Member] {
        self.core(kind) + self.session(.sealed) + [
            .optional("place", self.codedPlace),
            .optional("chairedBy", Shape.listed(ActingRole.self).ignored),
            .optional("topics", .list(of: Shape.listed(ActivityTopic.self).ignored, count: 0...100)),
            .optional("campaign", .code),
        ]
    }

    /// What may be said of what is only counted: that it was so, and when.
    static func core(_ kind: ActivityKind) -> [Member] {
        [
            .required("unit", .unitCode) { $0.unit = $1 },
            .required("kind", .word(kind.rawValue)),
            .required("startedAt", .instant) { $0.startedAt = $1 },
            .optional("endedAt", .instant) { $0.endedAt = $1 },
        ]
    }

    /// Who came, and how long it took.
    private static func session(_ members: Members) -> [Member] {
        [
            .optional("attendance", self.attendance(members)) { $0.attendance = $1 },
            .optional("segments", self.segments(members)) { $0.segments = $1 },
        ]
    }

    private static func place(_ members: Members) -> Shape<Void> {
        ObjectDescription<Void>(
            [.optional("name", .text(0...1_000)), .optional("type", .text(0...200, suchAs: PlaceType.self))],
            members: members
        ).shape(())
    }

    private static let codedPlace = ObjectDescription<Void>(
        [.optional("type", Shape.listed(PlaceType.self).ignored)], members: .sealed
    ).shape(())

    private static func reference(_ members: Members) -> Shape<Void> {
        ObjectDescription<Void>(
            [
                .optional("kind", .text(0...200)), .optional("uri", .text(0...2_048)),
                .optional("sha256", .text(0...128)),
            ], members: members
        ).shape(())
    }

    /// Who was expected, who came and who was excused, while it is read.
    private struct Count {
        var due = 0
        var present = 0
        var excused = 0
    }

    private static func attendance(_ members: Members) -> Shape<Attendance> {
        ObjectDescription<Count>(
            [
                .required("due", .whole(0...self.peopleLimit)) { $0.due = $1 },
                .required("present", .whole(0...self.peopleLimit)) { $0.present = $1 },
                .optional("excused", .whole(0...self.peopleLimit)) { $0.excused = $1 },
            ],
            members: members,
            rule: { attendance throws(Fault) in
                guard attendance.present <= attendance.due else { throw Fault(.schema, at: "present") }
                guard attendance.excused <= attendance.due else { throw Fault(.schema, at: "excused") }
            }
        ).shape(Count()).map { Attendance(due: $0.due, present: $0.present) }
    }

    /// One stretch of an activity, while it is read.
    private struct Segment {
        var part = SegmentPart.study
        var minutes = 0
    }

    private static func segments(_ members: Members) -> Shape<SegmentMinutes> {
        let segment = ObjectDescription<Segment>(
            [
                .required("part", .oneOf(SegmentPart.self)) { $0.part = $1 },
                .required("minutes", .whole(0...self.segmentLimitMinutes)) { $0.minutes = $1 },
            ], members: members
        ).shape(Segment())
        return .list(of: segment, count: 0...100, into: SegmentMinutes()) { $0.add($1.minutes, to: $1.part) }
    }
}
