internal import JSON

/// That a dead letter is to be dealt with no more: nothing is owed for it any longer.
public struct LetterDismissal: Hashable, Sendable {
    /// The letter.
    public internal(set) var letter = LetterNumber(lane: 0, position: 0)
    /// Why, in the words of whoever dismisses it; nil or blank where they give none, which is refused.
    public internal(set) var reason: String?

    private init() {}

    /// The dismissal of that letter.
    public init(_ letter: LetterNumber, reason: String?) {
        self.letter = letter
        self.reason = reason
    }

    func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("letter")
            self.letter.write(into: &writer)
            if let reason { writer.member("reason", reason) }
        }
    }
}

extension LetterDismissal: ObjectForm {
    static let shape = ObjectShape(LetterDismissal())

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("letter", LetterNumber.shape) { $0.letter = $1 }
        try member.optional("reason", .string(0...2_000)) { $0.reason = $1 }
    }
}
