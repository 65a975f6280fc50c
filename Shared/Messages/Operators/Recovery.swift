internal import JSON

/// The fact that a service went on by an operator's order: the answer to the order, and what later tells what was
/// accepted, and by whom.
public struct Recovery: Hashable, Sendable {
    /// What was accepted.
    public enum Event: Hashable, Sendable {
        /// A partition is read on elsewhere. The last record that had been applied of it lay at `last`, with that
        /// digest.
        case readOn(Standstill, at: Int64, last: Int64?, digest: String?)
        /// All lanes of the journal go on behind this position, because the database has gone back.
        case resumed(Standstill, behind: Int64)
        /// All of the journal that goes to a topic is published once more.
        case publishedAgain(topic: String)
    }

    /// What was accepted.
    public let event: Event
    /// Why.
    public let reason: String
    /// The role by which the order was given.
    public let login: String

    /// That an order was carried out.
    public init(_ event: Event, by order: OperatorOrder) {
        self.event = event
        self.reason = order.reason
        self.login = order.login
    }

    /// The fact's type, of a service: `guoying.activity.skipped.v1` where what cannot be read was passed.
    public func type(of service: String) -> String {
        if case .readOn(let standstill, _, _, _) = self.event, standstill.found == .unreadable {
            return "guoying.\(service).skipped.v1"
        }
        return "guoying.\(service).recovered.v1"
    }

    /// How many offsets were passed without having been read; nil where nothing was.
    public var passed: Int64? {
        guard case .readOn(let standstill, let offset, _, _) = self.event else { return nil }
        switch standstill.found {
        case .unreadable: return offset - max(standstill.bound ?? 0, standstill.position)
        case .lost: return offset - standstill.position
        case .replaced, .cutOff, .goneBack: return nil
        }
    }

    /// The fact's data as JSON.
    public var data: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            switch self.event {
            case .readOn(let standstill, let offset, let last, let digest):
                Self.write(standstill, place: "partition", into: &writer)
                if let last { writer.member("lastOffset", Int(last)) }
                writer.member("lastDigest", ifAny: digest)
                writer.member("readOnAt", Int(offset))
                if let passed { writer.member("passed", Int(passed)) }
            case .resumed(let standstill, let position):
                Self.write(standstill, place: "lane", into: &writer)
                writer.member("resumedBehind", Int(position))
            case .publishedAgain(let topic):
                writer.member("topic", topic)
                writer.member("found", "published-again")
            }
            writer.member("reason", self.reason)
            writer.member("login", self.login)
        }
        return writer.bytes
    }

    private static func write(_ standstill: Standstill, place: String, into writer: inout JSONWriter) {
        writer.member("topic", standstill.topic)
        writer.member(place, Int(standstill.number))
        writer.member("found", standstill.found.rawValue)
        writer.member("position", Int(standstill.position))
        if let bound = standstill.bound { writer.member("bound", Int(bound)) }
    }

    /// Describes the data.
    static func describe(_ writer: inout JSONWriter) {
        let number = WholeShape(range: 0...Int.max)
        ObjectSchema([
            .required("topic", .text(1...249)), .optional("partition", number), .optional("lane", number),
            .required("found", .text(1...32)), .optional("position", number), .optional("bound", number),
            .optional("lastOffset", number), .optional("lastDigest", .text(32...32)), .optional("readOnAt", number),
            .optional("passed", number), .optional("resumedBehind", number), .required("reason", .text(1...2_000)),
            .required("login", .text(0...63)),
        ]).describe(&writer)
    }
}
