internal import JSON

/// What an operator orders of a service that stands still, or whose topic has lost what was published.
public struct OperatorOrder: Hashable, Sendable {
    /// What is to be done.
    public enum Act: Hashable, Sendable {
        /// What was found is accepted; of a place that cannot be read, reading goes on at an offset behind it.
        case accept(Standstill, readOnAt: Int64?)
        /// All of the journal that goes to a topic is published once more.
        case publishAgain(topic: String)
    }

    /// What is to be done.
    public let act: Act
    /// The id of the cluster that it is about.
    public let cluster: String
    /// Who orders it, an opaque id.
    public let actor: String
    /// Why, in a sentence.
    public let reason: String
    /// The role by which the order was given, as the database knows it; empty before it is given.
    public let login: String

    /// An order that is to be given.
    public init(_ act: Act, on cluster: String, by actor: String, because reason: String) {
        self.act = act
        self.cluster = cluster
        self.actor = actor
        self.reason = reason
        self.login = ""
    }

    /// The order as JSON.
    public var detail: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("cluster", self.cluster)
            writer.member("actor", self.actor)
            writer.member("reason", self.reason)
            switch self.act {
            case .publishAgain(let topic): writer.member("topic", topic)
            case .accept(let standstill, let offset):
                writer.member("topic", standstill.topic)
                writer.member("number", Int(standstill.number))
                writer.member("found", standstill.found.rawValue)
                writer.member("position", Int(standstill.position))
                if let bound = standstill.bound { writer.member("bound", Int(bound)) }
                if let offset { writer.member("to", Int(offset)) }
            }
        }
        return writer.bytes
    }

    /// Reads an order; nil where the bytes are anything else.
    public init?(detail: [UInt8]) {
        var reader = DocumentReader()
        let read = try? reader.read(detail) { root -> Self? in
            func text(_ name: String) -> String? { root.member(name)?.string }
            func number(_ name: String) -> Int64? { root.member(name)?.integer }
            guard let cluster = text("cluster"), let actor = text("actor"), let reason = text("reason"),
                let topic = text("topic")
            else { return nil }
            var act = Act.publishAgain(topic: topic)
            if let found = text("found") {
                guard let found = StandstillCause(rawValue: found), let position = number("position"),
                    let place = number("number").flatMap({ Int32(exactly: $0) })
                else { return nil }
                act = .accept(
                    Standstill(topic: topic, number: place, found: found, position: position, bound: number("bound")),
                    readOnAt: number("to"))
            }
            return Self(act: act, cluster: cluster, actor: actor, reason: reason, login: text("login") ?? "")
        }
        guard let read else { return nil }
        self = read
    }

    private init(act: Act, cluster: String, actor: String, reason: String, login: String) {
        self.act = act
        self.cluster = cluster
        self.actor = actor
        self.reason = reason
        self.login = login
    }
}
