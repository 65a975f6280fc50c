internal import Domain

/// What `data` holds for something that took place. The members that every kind has are described once; a kind adds
/// what only it carries.
enum HeldDescription {
    /// The greatest number of people that an attendance can count.
    private static let peopleLimit = 1_000_000_000
    /// The greatest length of one segment: a day.
    private static let segmentLimitMinutes = 1_440

    /// The members of something of that kind that took place.
    static func description(of kind: ActivityKind) -> ObjectDescription<ActivityEvent.Held> {
        switch kind {
        case .themeDay:
            ObjectDescription(self.common(kind), rule: self.endsAfterItBegins)
        case .report:
            self.open(kind, adding: [.required("report", .text(1...64)) { $0.report = $1 }])
        case .termReminder:
            self.open(
                kind,
                adding: [
                    .required("about", .text(1...64)) { $0.about = $1 },
                    .required("by", .unitCode) { $0.by = $1 },
                ])
        default:
            self.open(kind, adding: [])
        }
    }

    /// A kind whose own members are not all described yet.
    private static func open(
        _ kind: ActivityKind, adding own: [Field<ActivityEvent.Held>]
    ) -> ObjectDescription<ActivityEvent.Held> {
        ObjectDescription(self.common(kind) + own, members: .open, rule: self.endsAfterItBegins)
    }

    private static func endsAfterItBegins(_ held: ActivityEvent.Held) throws(Fault) {
        guard let endedAt = held.endedAt, endedAt < held.startedAt else { return }
        throw Fault(.schema, at: "endedAt")
    }

    private static func common(_ kind: ActivityKind) -> [Field<ActivityEvent.Held>] {
        [
            .required("unit", .unitCode) { $0.unit = $1 },
            .required("kind", .word(kind.rawValue)),
            .optional("title", .text(0...1_000)),
            .required("startedAt", .instant) { $0.startedAt = $1 },
            .optional("endedAt", .instant) { $0.endedAt = $1 },
            .optional("place", self.place.shape(())),
            .optional("chairedBy", .text(0...200)),
            .optional("attendance", self.attendance) { $0.attendance = $1 },
            .optional("segments", self.segments) { $0.segments = $1 },
            .optional("topics", .list(of: .text(0...200), count: 0...100)),
            .optional("purpose", .text(0...200)),
            .optional("coOrganisers", .list(of: .text(0...200), count: 0...100)),
            .optional("campaign", .text(0...200)),
            .optional("references", .list(of: self.reference.shape(()), count: 0...100)),
        ]
    }

    private static let place = ObjectDescription<Void>([
        .optional("name", .text(0...1_000)),
        .optional("type", .text(0...200)),
    ])

    private static let reference = ObjectDescription<Void>([
        .optional("kind", .text(0...200)),
        .optional("uri", .text(0...2_048)),
        .optional("sha256", .text(0...128)),
    ])

    /// Who was expected, who came and who was excused, while it is read.
    private struct Count {
        var due = 0
        var present = 0
        var excused = 0
    }

    private static let attendance = ObjectDescription<Count>(
        [
            .required("due", .whole(0...peopleLimit)) { $0.due = $1 },
            .required("present", .whole(0...peopleLimit)) { $0.present = $1 },
            .optional("excused", .whole(0...peopleLimit)) { $0.excused = $1 },
        ],
        rule: { attendance throws(Fault) in
            guard attendance.present <= attendance.due else { throw Fault(.schema, at: "present") }
            guard attendance.excused <= attendance.due else { throw Fault(.schema, at: "excused") }
        }
    ).shape(Count()).map { Attendance(due: $0.due, present: $0.present) }

    /// One stretch of an activity, while it is read.
    private struct Segment {
        var part = SegmentPart.study
        var minutes = 0
    }

    private static let segment = ObjectDescription<Segment>([
        .required("part", .oneOf(SegmentPart.self)) { $0.part = $1 },
        .required("minutes", .whole(0...segmentLimitMinutes)) { $0.minutes = $1 },
    ]).shape(Segment())

    private static let segments = Shape<SegmentMinutes>.list(of: segment, count: 0...100, into: SegmentMinutes()) {
        $0.add($1.minutes, to: $1.part)
    }
}
