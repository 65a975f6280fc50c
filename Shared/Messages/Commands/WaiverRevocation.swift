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

    static let shape = ObjectDescription<WaiverRevocation>([
        .required("waiver", .text(1...64)) { $0.waiver = $1 },
        .required("reason", .text(1...1_000)) { $0.reason = $1 },
        .optional("from", .day) { $0.from = $1 },
    ]).shape(WaiverRevocation())

    func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("waiver", self.waiver)
            writer.member("reason", self.reason)
            if let from { writer.member("from", from.description) }
        }
    }
}
