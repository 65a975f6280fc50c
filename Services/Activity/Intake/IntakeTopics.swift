internal import Messages
internal import ServiceKit

/// The topics by which other systems say what happened, and the sources that may speak on each.
struct IntakeTopics: Sendable, CustomStringConvertible {
    /// The sources that a topic is bound to; `nil` where every source may use it.
    let bindings: [String: Set<String>?]
    /// Whether any topic is bound at all.
    private let isBound: Bool

    private init(_ bindings: [String: Set<String>?]) {
        self.bindings = bindings
        self.isBound = bindings.values.contains { $0 != nil }
    }

    /// Reads `name` or `name=source,source`, several of them behind one another with `;` between; `nil` where the text
    /// is anything else.
    init?(_ text: String) {
        var bindings: [String: Set<String>?] = [:]
        for part in text.split(separator: ";", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = halves[0].trimmed
            guard Self.isTopicName(name), bindings[name] == nil else { return nil }
            guard halves.count == 2 else {
                bindings.updateValue(nil, forKey: name)
                continue
            }
            let sources = halves[1].split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
            guard sources.allSatisfy({ !$0.isEmpty }) else { return nil }
            bindings.updateValue(Set(sources), forKey: name)
        }
        self.init(bindings)
    }

    /// Only the topic that there always is, open to every source.
    init(_ topic: Topic) { self.init([topic.name: nil]) }

    /// The same with the topic that there always is, open to every source unless it is bound.
    func adding(_ topic: Topic) -> IntakeTopics {
        self.contains(topic.name) ? self : IntakeTopics(self.bindings.merging([topic.name: nil]) { old, _ in old })
    }

    /// Whether it is one of these topics.
    func contains(_ topic: String) -> Bool { self.bindings[topic] != nil }

    /// Whether a source may speak on a topic.
    func allows(_ source: String, on topic: String) -> Bool {
        guard self.isBound, let binding = self.bindings[topic], let sources = binding else { return true }
        return sources.contains(source)
    }

    /// Whether a source may speak on some topic.
    func allows(_ source: String) -> Bool { self.names.contains { self.allows(source, on: $0) } }

    /// The topics' names, in order.
    var names: [String] { self.bindings.keys.sorted() }

    /// As it is configured.
    var description: String {
        self.names.map { name in
            guard let binding = self.bindings[name], let sources = binding else { return name }
            return "\(name)=\(sources.sorted().joined(separator: ","))"
        }.joined(separator: ";")
    }

    /// Kafka's own rule.
    private static func isTopicName(_ name: String) -> Bool {
        (1...249).contains(name.utf8.count) && name != "." && name != ".."
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(self.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
