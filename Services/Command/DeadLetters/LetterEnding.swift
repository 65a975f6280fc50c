internal import Domain
internal import Facts
internal import JSON
internal import Messages
internal import Pipeline
internal import Postgres

/// How a letter was ended, by the entry of the journal that did it.
struct LetterEnding {
    private let instant: Instant
    private let type: String
    private let actor: String?
    private let reason: String?

    /// Reads the columns `ended`, `ending_type`, `ending_headers` and `ending_value`; nil while the letter is open.
    init?(_ row: Row) throws {
        guard let instant = try row.decode("ended", as: Instant?.self) else { return nil }
        let headers = try row.decode("ending_headers", as: JSONText?.self)
            .map { try JournalHeaders(json: $0.bytes).read() }
        let actor = headers?.first { $0.name == "ce_authid" }?.value
        var reader = DocumentReader()
        self.instant = instant
        self.type = try row.decode("ending_type", as: String?.self) ?? ""
        self.actor = actor.map { String(decoding: $0, as: UTF8.self) }
        self.reason = try row.decode("ending_value", as: [UInt8]?.self)
            .flatMap { value in try reader.read(value) { $0.member("reason")?.string } }
    }

    /// What became of the letter.
    var label: String { self.type == LetterDismissed.type ? "dismissed" : "dealt with" }

    /// `2021-05-05T08:00:00+08:00 by p-17: a test record`.
    var text: String {
        let actor = self.actor.map { " by \($0)" } ?? ""
        return "\(self.instant)\(actor)" + (self.reason.map { ": \($0)" } ?? "")
    }
}
