internal import JSON

/// What would become of a record that was sent to the rehearsal: it was judged as any other, and does not count.
public struct RehearsalAnswer: Hashable, Sendable {
    /// The type of the answer.
    public static let type = "guoying.activity.rehearsed.v1"

    /// What would become of it.
    public enum Outcome: String, CaseIterable, Sendable {
        /// It would take effect.
        case accepted
        /// It has been taken in before, and says the same.
        case duplicate
        /// It would wait for what is not there yet, at most seven days, and then be refused.
        case parked
        /// It would be refused.
        case refused
    }

    /// The partition of the topic of the rehearsal that the record lay on.
    public let partition: Int32
    /// Its offset there.
    public let offset: Int64
    /// The record's source, where it can be read.
    public let source: String?
    /// Its id, where it can be read.
    public let id: String?
    /// What would become of it.
    public let outcome: Outcome
    /// Why it would be refused, now or at last.
    public let fault: Fault?

    /// What would become of a record.
    public init(
        partition: Int32, offset: Int64, source: String?, id: String?, outcome: Outcome, fault: Fault? = nil
    ) {
        self.partition = partition
        self.offset = offset
        self.source = source
        self.id = id
        self.outcome = outcome
        self.fault = fault
    }

    /// The answer's data as JSON.
    public var data: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("partition")
            writer.integer(Int64(self.partition))
            writer.key("offset")
            writer.integer(self.offset)
            if let source { writer.member("source", source) }
            if let id { writer.member("id", id) }
            writer.member("outcome", self.outcome.rawValue)
            guard let fault else { return }
            writer.member("code", fault.code.rawValue)
            if !fault.field.isEmpty { writer.member("field", fault.field) }
        }
        return writer.bytes
    }

    /// Describes the data.
    static func describe(_ writer: inout JSONWriter) {
        ObjectSchema([
            .required("partition", .whole(0...10_000)), .required("offset", .whole(0...Int.max)),
            .optional("source", .text(0...2_048)), .optional("id", .text(0...2_048)),
            .required("outcome", .oneOf(Outcome.self)), .optional("code", .oneOf(FaultCode.self)),
            .optional("field", .text(1...1_000)),
        ]).describe(&writer)
    }
}
