internal import Domain

/// Records that an event refers to: they must have been taken in before it.
enum LinkMembers {
    /// How many records one part of an event may refer to.
    private static let limit = 100

    /// Another record, and of what it lists a place, from 1 on.
    static let shape = ObjectDescription<ActivityEvent.Target>([
        .required("source", .text(1...2_048)) { $0.source = SourceName(rawValue: $1) },
        .required("id", .text(1...2_048)) { $0.id = $1 },
        .optional("item", Shape.whole(1...1_000).ignored),
    ]).shape(.init())

    /// Several of them.
    static let list = Shape<[ActivityEvent.Target]>.list(of: Self.shape, count: 0...Self.limit)

    /// A list of parts each of which may refer to records.
    static func collecting(_ part: Shape<[ActivityEvent.Target]>, count: ClosedRange<Int>) -> Shape<
        [ActivityEvent.Target]
    > {
        .list(of: part, count: count, into: []) { $0 += $1 }
    }
}

extension Field where Owner == ActivityEvent.Held {
    /// A member with parts that may refer to records.
    static func linking(_ name: StaticString, _ shape: Shape<[ActivityEvent.Target]>) -> Self {
        .optional(name, shape) { held, targets in
            held.links += targets.map { ActivityEvent.Link(target: $0, member: name.description) }
        }
    }
}
