internal import Crypto
internal import Domain
internal import JSON
internal import Messages
internal import Pipeline

/// The digest of what an alert says.
typealias ContentDigest = ShortDigest

/// A version of an alert, ready to be sent.
struct AlertVersion: Hashable, Sendable {
    /// `al-` and 16 hexadecimal digits of the SHA-256 over unit, requirement and first day of the window.
    let id: String
    let unit: UnitCode
    let duty: DutyName
    let step: AlertStep
    let verdict: Verdict
    /// What is sent.
    let body: [UInt8]
    /// The digest of the body without version, status and as-of.
    let content: ContentDigest

    /// The version that says what is explained.
    init(_ explanation: Explanation, _ duty: DutyName, _ step: AlertStep, measuredBy pack: Pack) throws {
        let unit = explanation.unit.code
        let id = Self.id(of: unit, duty)
        let alert = Alert(
            id: id, version: step.version, status: step.status, severity: step.severity, subject: .duty(explanation))
        try self.init(
            id: id, unit: unit, duty: duty, step: step, verdict: explanation.verdict, body: alert.data(measuredBy: pack)
        )
    }

    /// The version that withdraws what stands although nobody can explain the duty any more: it says who and what it
    /// was about, and nothing of what was missing.
    init(
        withdrawing last: KnownAlert, of unit: UnitCode, _ duty: DutyName, _ step: AlertStep, asOf: Instant
    ) throws {
        var reader = DocumentReader()
        let body = try reader.read(last.body) { root in
            var writer = JSONWriter()
            writer.object { writer in
                root.forEachMember { name, value in
                    let name = String(decoding: name.indices.map { name[$0] }, as: UTF8.self)
                    guard !["reason", "missing", "mend"].contains(name) else { return }
                    writer.key(name)
                    switch name {
                    case "version": writer.integer(step.version)
                    case "status": writer.string(step.status.rawValue)
                    case "verdict": writer.string(Verdict.notApplicable.rawValue)
                    case "counted", "notCounted": writer.array { _ in }
                    case "asOf": writer.string(asOf.description)
                    default: writer.element(value)
                    }
                }
            }
            return writer.bytes
        }
        try self.init(
            id: Self.id(of: unit, duty), unit: unit, duty: duty, step: step, verdict: .notApplicable, body: body)
    }

    private init(
        id: String, unit: UnitCode, duty: DutyName, step: AlertStep, verdict: Verdict, body: [UInt8]
    ) throws {
        self.id = id
        self.unit = unit
        self.duty = duty
        self.step = step
        self.verdict = verdict
        self.body = body
        self.content = try Self.content(of: body)
    }

    /// The alert as an entry of the journal.
    func entry(on topic: Topic) -> JournalEntry {
        let unit = self.unit.rawValue
        var entry = JournalEntry(
            topic: topic.name, lane: Lane.index(ofUnit: unit), key: Array(unit.utf8), type: Alert.type,
            value: self.body)
        entry.headers = [
            JournalHeader("alert-id", self.id), JournalHeader("alert-version", "\(self.step.version)"),
        ]
        return entry
    }

    /// The alert of a duty, the same for all its versions.
    static func id(of unit: UnitCode, _ duty: DutyName) -> String {
        let parts = [unit.rawValue, duty.requirement.rawValue, duty.from?.description ?? ""]
        // No part holds a zero byte, so no two duties share a text.
        return "al-" + SHA256.digest(of: parts.joined(separator: "\0")).hex.prefix(16)
    }

    private static func content(of body: [UInt8]) throws -> ContentDigest {
        var reader = DocumentReader()
        return try reader.read(body) { root in
            var writer = JSONWriter()
            writer.object { writer in
                root.forEachMember { name, value in
                    let name = String(decoding: name.indices.map { name[$0] }, as: UTF8.self)
                    guard !["version", "status", "asOf"].contains(name) else { return }
                    writer.key(name)
                    writer.element(value)
                }
            }
            return SHA256.digest(of: writer.bytes).first16
        }
    }
}
