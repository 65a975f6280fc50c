internal import Crypto
public import Domain
internal import JSON

// Which facts a verdict was computed from, as bytes that can be digested: whoever reads up to the same positions again
// gets the same bytes, in whatever order the facts were loaded.

extension UnitFacts {
    /// `sha256:` and the digest of all facts in their canonical lines.
    public var digest: String { "sha256:" + SHA256.digest(of: self.canonicalLines).hex }

    /// All facts as lines of JSON, one for each, sorted by their bytes.
    public var canonicalLines: [UInt8] {
        var lines = self.units.map(FactLine.init)
        lines += self.counts.map(FactLine.init)
        lines += self.committees.map(FactLine.init)
        lines += self.duties.map(FactLine.init)
        lines += self.watermarks.map(FactLine.init)
        lines += self.records.map(FactLine.init)
        lines += self.deadLetters.map(FactLine.init)
        lines += self.waivers.map(FactLine.init)
        return Array(lines.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) }.joined(separator: [0x0A]))
    }
}

/// One fact as a JSON array: what it is, then its parts in a fixed order.
private struct FactLine {
    private var parts = JSONWriter()
    private let name: String

    private init(_ name: String) { self.name = name }

    var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.array { writer in
            writer.string(self.name)
            writer.raw(self.parts.bytes.span)
        }
        return writer.bytes
    }

    init(_ row: UnitVersion) {
        self.init("unit")
        self.texts(row.code.rawValue, row.name, row.kind.rawValue, row.category?.rawValue, row.parent?.rawValue)
        self.days(row.from, row.through)
        self.numbers(row.recorded.microseconds, row.order)
    }

    init(_ row: MemberCount) {
        self.init("count")
        self.texts(row.unit.rawValue)
        self.days(row.date)
        self.numbers(Int64(row.formal), Int64(row.probationary), row.recorded.microseconds, row.order)
    }

    init(_ row: CommitteeVersion) {
        self.init("committee")
        self.texts(row.unit.rawValue)
        self.days(row.date)
        self.numbers(row.years.map { Int64($0) }, Int64(row.members), row.recorded.microseconds, row.order)
    }

    init(_ row: ReportingDuty) {
        self.init("source")
        let owner =
            switch row.owner {
            case .post(let role, let unit): "\(role)@\(unit)"
            case .person(let person): person.rawValue
            }
        self.texts(row.source.rawValue, row.unit.rawValue, row.name, owner)
        self.texts(row.kinds.map(\.rawValue).sorted().joined(separator: " "))
        self.numbers(Int64(row.every.months), Int64(row.every.days), Int64(row.every.seconds))
        self.days(row.from, row.through)
        self.numbers(row.recorded.microseconds, row.order)
    }

    init(_ mark: Watermark) {
        self.init("watermark")
        self.texts(mark.source.rawValue, mark.unit?.rawValue)
        self.texts(mark.kinds.map { $0.map(\.rawValue).sorted().joined(separator: " ") })
        self.numbers(mark.until.microseconds, mark.recorded.microseconds, mark.order)
    }

    init(_ version: RecordVersion) {
        self.init("record")
        self.texts(version.source.rawValue, version.id, version.state.rawValue, version.kind.rawValue)
        self.numbers(Int64(bitPattern: version.record.high), Int64(bitPattern: version.record.low), version.revision)
        self.numbers(
            version.started.microseconds, version.recorded.microseconds, version.accepted.microseconds)
        self.texts(version.detail.json().map { String(decoding: $0, as: UTF8.self) })
    }

    init(_ letter: DeadLetter) {
        self.init("letter")
        self.texts(letter.unit.rawValue, letter.kind.rawValue, letter.code)
        self.numbers(letter.at.microseconds, letter.recorded.microseconds, letter.ended?.microseconds)
    }

    init(_ waiver: Waiver) {
        self.init("waiver")
        self.texts(waiver.id, waiver.unit.rawValue, waiver.requirement.rawValue, waiver.basis, waiver.signer.rawValue)
        self.days(waiver.period.from, waiver.period.through, waiver.revocation?.from)
        self.numbers(waiver.recorded.microseconds, waiver.revocation?.recorded.microseconds, waiver.order)
    }

    private mutating func texts(_ texts: String?...) {
        for text in texts { self.text(text) }
    }

    private mutating func days(_ days: Day?...) {
        for day in days { self.text(day?.description) }
    }

    private mutating func text(_ text: String?) {
        if let text { self.parts.string(text) } else { self.parts.null() }
    }

    private mutating func numbers(_ numbers: Int64?...) {
        for number in numbers {
            if let number { self.parts.integer(number) } else { self.parts.null() }
        }
    }
}
