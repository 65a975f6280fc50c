internal import Domain
internal import JSON
internal import Messages
internal import Pipeline

/// A row that an import adds to the register.
enum RegisterChange: Sendable {
    case unit(UnitVersion)
    case members(MemberCount)
    case committee(CommitteeVersion)
    case post(PostHolding)
    case source(ReportingDuty)

    /// The unit that it speaks of.
    var unit: UnitCode {
        switch self {
        case .unit(let version): version.code
        case .members(let count): count.unit
        case .committee(let version): version.unit
        case .post(let holding): holding.unit
        case .source(let duty): duty.unit
        }
    }

    /// The entry by which it is told: what the row says. All of the register lies in one lane, because it is one tree
    /// with one order.
    func entry(on topics: Topics) -> JournalEntry {
        JournalEntry(
            topic: topics.registryJournal.name, lane: Lane.index(ofUnit: nil), key: Array(self.unit.rawValue.utf8),
            type: self.type, value: self.data)
    }

    private var type: String {
        switch self {
        case .unit: "guoying.registry.unit-registered.v1"
        case .members: "guoying.registry.members-counted.v1"
        case .committee: "guoying.registry.committee-registered.v1"
        case .post: "guoying.registry.post-registered.v1"
        case .source: "guoying.registry.source-registered.v1"
        }
    }

    private var data: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("unit", self.unit.rawValue)
            switch self {
            case .unit(let version): Self.write(version, into: &writer)
            case .members(let count): Self.write(count, into: &writer)
            case .committee(let version): Self.write(version, into: &writer)
            case .post(let holding): Self.write(holding, into: &writer)
            case .source(let duty): Self.write(duty, into: &writer)
            }
        }
        return writer.bytes
    }

    private static func write(_ version: UnitVersion, into writer: inout JSONWriter) {
        writer.member("name", version.name)
        writer.member("kind", version.kind.rawValue)
        writer.member("category", version.category?.rawValue)
        writer.member("parent", version.parent?.rawValue)
        writer.member("from", version.from.description)
        writer.member("to", version.through?.description)
        writer.member("recorded", version.recorded.description)
    }

    private static func write(_ count: MemberCount, into writer: inout JSONWriter) {
        writer.member("date", count.date.description)
        writer.key("formal")
        writer.integer(count.formal)
        writer.key("probationary")
        writer.integer(count.probationary)
        writer.member("recorded", count.recorded.description)
    }

    private static func write(_ version: CommitteeVersion, into writer: inout JSONWriter) {
        writer.member("elected", version.date.description)
        if let years = version.years {
            writer.key("years")
            writer.integer(years)
        }
        writer.key("members")
        writer.integer(version.members)
        writer.member("recorded", version.recorded.description)
    }

    private static func write(_ holding: PostHolding, into writer: inout JSONWriter) {
        writer.member("post", holding.post.rawValue)
        writer.member("person", holding.person.rawValue)
        writer.member("from", holding.from.description)
        writer.member("to", holding.through?.description)
        writer.member("recorded", holding.recorded.description)
    }

    private static func write(_ duty: ReportingDuty, into writer: inout JSONWriter) {
        writer.member("source", duty.source.rawValue)
        writer.member("name", duty.name)
        writer.member("owner", duty.owner.description)
        writer.key("kinds")
        writer.array { writer in for kind in duty.kinds.map(\.rawValue).sorted() { writer.string(kind) } }
        writer.member("every", duty.every.description)
        writer.member("from", duty.from?.description)
        writer.member("to", duty.through?.description)
        writer.member("recorded", duty.recorded.description)
    }
}

extension JSONWriter {
    /// A member whose value is a string, left out where there is none.
    fileprivate mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        self.key(name)
        self.string(value)
    }
}
