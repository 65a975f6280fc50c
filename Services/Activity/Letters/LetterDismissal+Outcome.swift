internal import Domain
internal import Messages

/// What a letter is known by when it is to be ended.
struct KnownLetter: Hashable, Sendable {
    /// Why it was written.
    let code: String
    /// The unit that its record named.
    let unit: String?
    /// The kind of activity that it named.
    let kind: String?
    /// When it was dismissed or replayed; nil while it is open.
    var ended: Instant?
}

/// What comes of the dismissal of a letter.
enum DismissalOutcome {
    /// It ends the letter.
    case dismissed(LetterDismissed)
    /// It is not carried out.
    case rejected(CommandRejection)
}

extension LetterDismissal {
    /// What comes of it, by what is known of the letter; nil where there is none.
    func outcome(_ letter: KnownLetter?) -> DismissalOutcome {
        let reason = self.reason ?? ""
        guard reason.contains(where: { !$0.isWhitespace }) else { return .rejected(.reasonMissing) }
        guard let letter else { return .rejected(.unknownLetter(self.letter)) }
        if let ended = letter.ended { return .rejected(.letterEnded(self.letter, ended)) }
        return .dismissed(
            LetterDismissed(
                letter: self.letter, code: letter.code, unit: letter.unit, kind: letter.kind, reason: reason))
    }
}

extension CommandRejection {
    fileprivate static let reasonMissing = Self(
        code: "reason-missing", field: "data.reason",
        sentence: BilingualText(
            zh: "没有写明理由；死信须附理由才能驳回，请写明后用新的 id 重发。",
            en: "The reason is missing; a letter is dismissed for a reason only, give one and send it with a new id."))

    fileprivate static func unknownLetter(_ letter: LetterNumber) -> Self {
        Self(
            code: "unknown-letter", field: "data.letter",
            sentence: BilingualText(
                zh: "没有死信 \(letter)；请核对编号（guoying dlq list）。",
                en: "There is no dead letter \(letter); check its number with 'guoying dlq list'."))
    }

    fileprivate static func letterEnded(_ letter: LetterNumber, _ ended: Instant) -> Self {
        Self(
            code: "letter-ended", field: "data.letter",
            sentence: BilingualText(
                zh: "死信 \(letter) 已于 \(ended) 处理完毕，未做任何改动。",
                en: "The dead letter \(letter) was dealt with at \(ended); nothing was changed."))
    }
}
