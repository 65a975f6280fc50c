public import Domain
internal import JSON

/// That a waiver is to hold no more.
public struct WaiverRevocation: Hashable, Sendable {
    /// The waiver.
    public internal(set) var waiver = ""
    /// Why, in a sentence.
    public internal(set) var reason = ""
    /// The first day that it no longer covers; the day on which this is accepted where left out.
    public internal(set) var from: Day?

    private init() {}

    /// The end of that waiver.
    public init(waiver: String, reason: String, from: Day? = nil) {
        self.waiver = waiver
        self.reason = reason
        self.from = from
    }

    func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("waiver", self.waiver)
            writer.member("reason", self.reason)
            if let from { writer.member("from", from.description) }
        }
    }
}

extension WaiverRevocation: ObjectForm {
    static let shape = ObjectShape(WaiverRevocation())

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("waiver", .string(1...64)) { $0.waiver = $1 }
        try member.required("reason", .string(1...1_000)) { $0.reason = $1 }
        try member.optional("from", .day) { $0.from = $1 }
    }
}
