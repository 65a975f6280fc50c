internal import Domain
internal import JSON
internal import Messages
internal import Pipeline

/// Finds out what records have bearing on, with memory that is used again.
///
/// It does not judge what they say: the owners have done so, and facts are read from their views.
struct RecordReader: ~Copyable {
    private static let unitRegistered = "guoying.registry.unit-registered.v1"
    private static let sourceRegistered = "guoying.registry.source-registered.v1"
    private static let postRegistered = "guoying.registry.post-registered.v1"
    private static let watermark = "guoying.activity.watermark.v1"
    private static let held = "guoying.activity.held.v1"

    /// The names of the topics that are not journals, made once: each record is compared with them.
    private let (commandTopic, letterTopic): (String, String)
    private var json = DocumentReader()
    private var commands = CommandReader<SupervisionCommand>()

    init(topics: Topics) {
        self.commandTopic = topics.supervisionCommands.name
        self.letterTopic = topics.activityDeadLetters.name
    }

    /// What a record of a topic has bearing on.
    mutating func read(
        _ headers: some RecordHeaders, of topic: String, key: [UInt8]?, value: [UInt8]?
    ) -> Sighting {
        if topic == self.commandTopic {
            return Sighting(self.commands.read(headers, value: value?.span))
        }
        guard let lane = headers.text("journal-lane").flatMap({ Int($0) }), (0..<Lane.count).contains(lane),
            let position = headers.text("journal-position").flatMap({ Int64($0) }), position > 0
        else { return Sighting(.unreadable(Fault(.internal, at: "journal-position"))) }
        let place = JournalPlace(lane: LaneTopic(topic: topic, lane: lane), position: position)
        if topic == self.letterTopic { return Sighting(.letter, at: place) }
        return Sighting(self.fact(headers, key, value), at: place)
    }

    private mutating func fact(_ headers: some RecordHeaders, _ key: [UInt8]?, _ value: [UInt8]?) -> Touch {
        let named = self.named(in: value)
        let unit = (named.unit ?? Self.text(key)).flatMap { Self.isShort($0) ? UnitCode(rawValue: $0) : nil }
        switch headers.text("ce_type") {
        case Self.unitRegistered:
            return unit.map { .units(.subtree($0)) } ?? .nothing
        case Self.sourceRegistered:
            return self.touch(named.source, unit)
        case Self.postRegistered:
            // No verdict asks who holds a post.
            return .nothing
        case Self.watermark:
            return self.touch(headers.text("ce_source"), unit)
        case Self.held:
            // Whatever corrects or takes back bears on all days on which the record ever stood.
            guard let unit, let kind = named.kind, let started = named.started else { fallthrough }
            return .held(unit, kind, started)
        default:
            return unit.map { .unit($0) } ?? .nothing
        }
    }

    /// What is said of a source, or by it, for a subtree or for all that it reports.
    private func touch(_ source: String?, _ unit: UnitCode?) -> Touch {
        guard let source, Self.isShort(source) else { return unit.map { .units(.subtree($0)) } ?? .nothing }
        let name = SourceName(rawValue: source)
        return .source(name, unit.map { .subtree($0) } ?? .source(name))
    }

    /// What the data names.
    private struct Named {
        var unit: String?
        var source: String?
        var kind: ActivityKind?
        var started: Instant?
    }

    private mutating func named(in value: [UInt8]?) -> Named {
        guard let value else { return Named() }
        let named = try? self.json.read(value) { root in
            Named(
                unit: root.member("unit")?.string, source: root.member("source")?.string,
                kind: root.member("kind")?.string.flatMap { ActivityKind(rawValue: $0) },
                started: root.member("startedAt")?.string.flatMap { Instant($0) })
        }
        return named ?? Named()
    }

    /// The key as text; it only routes, and is looked at where the data names no unit.
    private static func text(_ key: [UInt8]?) -> String? {
        guard let key, !key.isEmpty, !key.contains(0) else { return nil }
        return String(validating: key, as: UTF8.self)
    }

    /// Whether a name is one that the register can hold, which nothing longer is.
    private static func isShort(_ name: String) -> Bool { name.utf8.count <= Limits.nameCharacters * 4 }
}

extension RecordHeaders {
    /// The first value of a header, if it is text.
    fileprivate func text(_ name: String) -> String? {
        for index in 0..<self.headerCount where self.isNamed(name, index) {
            guard let value = self.headerValue(index), let text = try? UTF8Span(validating: value) else { return nil }
            return String(copying: text)
        }
        return nil
    }

    private func isNamed(_ name: String, _ index: Int) -> Bool {
        let found = self.headerName(index)
        let wanted = name.utf8.span
        guard found.count == wanted.count else { return false }
        for position in found.indices where found[position] != wanted[position] { return false }
        return true
    }
}
