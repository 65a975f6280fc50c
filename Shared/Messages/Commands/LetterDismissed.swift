internal import JSON

/// The fact that a dead letter was dismissed: the answer to the command, and for readers of the journal the unit whose
/// verdicts it may have kept unknown.
public struct LetterDismissed: Hashable, Sendable {
    /// The type of the fact.
    public static let type = "guoying.activity.letter-dismissed.v1"

    /// The letter.
    public let letter: LetterNumber
    /// Why it had been written.
    public let code: String
    /// The unit that the record named, where one could be read.
    public let unit: String?
    /// The kind of activity that it named, where one could be read.
    public let kind: String?
    /// Why it was dismissed.
    public let reason: String

    /// That a letter was dismissed.
    public init(letter: LetterNumber, code: String, unit: String?, kind: String?, reason: String) {
        self.letter = letter
        self.code = code
        self.unit = unit
        self.kind = kind
        self.reason = reason
    }

    /// Reads `data`; nil where the bytes are anything else.
    public init?(data: [UInt8]) {
        var reader = DocumentReader()
        let read = try? reader.read(data) { root -> Self? in
            guard let lane = root.member("letter")?.member("lane")?.integer,
                let position = root.member("letter")?.member("position")?.integer,
                let code = root.member("code")?.string, let reason = root.member("reason")?.string
            else { return nil }
            return Self(
                letter: LetterNumber(lane: Int(lane), position: position), code: code,
                unit: root.member("unit")?.string, kind: root.member("kind")?.string, reason: reason)
        }
        guard let read else { return nil }
        self = read
    }

    /// The fact's data as JSON.
    public var data: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("letter")
            self.letter.write(into: &writer)
            writer.member("code", self.code)
            if let unit { writer.member("unit", unit) }
            if let kind { writer.member("kind", kind) }
            writer.member("reason", self.reason)
        }
        return writer.bytes
    }

    /// Describes the data.
    static func describe(_ writer: inout JSONWriter) {
        ObjectSchema([
            .required("letter", LetterNumber.shape),
            .required("code", .oneOf(FaultCode.self)), .optional("unit", .text(1...64)),
            .optional("kind", .text(1...64)), .required("reason", .text(1...2_000)),
        ]).describe(&writer)
    }
}
