public import Domain
internal import JSON

/// The fact that something else was found of a duty than before.
public struct VerdictChanged: Hashable, Sendable {
    /// The type of the fact.
    public static let type = "guoying.supervision.verdict-changed.v1"

    /// The unit.
    public let unit: UnitCode
    /// Which of its duties.
    public let duty: DutyName
    /// The duty's window; none for a limit.
    public let window: Period?
    /// What was said before; none where the duty is new.
    public let before: Verdict?
    /// What was found.
    public let finding: Finding
    /// What it was computed from.
    public let provenance: Provenance

    /// That something else was found of a duty of a unit.
    public init(
        unit: UnitCode, requirement: RequirementID, window: Period?, from before: Verdict?, to finding: Finding,
        provenance: Provenance
    ) {
        self.unit = unit
        self.duty = DutyName(requirement: requirement, from: window?.from)
        self.window = window
        self.before = before
        self.finding = finding
        self.provenance = provenance
    }

    /// Reads `data`; nil where the bytes are anything else.
    public init?(data: [UInt8]) {
        var reader = DocumentReader()
        guard let read = try? reader.read(data, { root in Self(root) }) else { return nil }
        self = read
    }

    private init?(_ root: Element) {
        guard let unit = root.member("unit")?.string, let requirement = root.member("requirement")?.string,
            let verdict = root.member("verdict")?.string.flatMap({ Verdict(rawValue: $0) }),
            let provenance = Provenance(root)
        else { return nil }
        var window: Period?
        if let days = root.member("window") {
            guard let period = Period(days) else { return nil }
            window = period
        }
        let finding = Finding(
            verdict: verdict, isLate: root.member("late")?.boolean ?? false,
            isFiledLate: root.member("filedLate")?.boolean ?? false, reason: root.member("reason")?.string)
        self.init(
            unit: UnitCode(rawValue: unit), requirement: RequirementID(rawValue: requirement), window: window,
            from: root.member("before")?.string.flatMap { Verdict(rawValue: $0) }, to: finding, provenance: provenance)
    }

    /// The fact's data as JSON. `late` and `filedLate` stand only where they are so, `before` only where there was a
    /// verdict before, `reason` where the verdict is unknown.
    public var data: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("unit", self.unit.rawValue)
            writer.member("requirement", self.duty.requirement.rawValue)
            if let window { writer.member("window", window) }
            writer.member("before", ifAny: self.before?.rawValue)
            writer.member("verdict", self.finding.verdict.rawValue)
            writer.member("reason", ifAny: self.finding.reason)
            for (name, isSo) in [("late", self.finding.isLate), ("filedLate", self.finding.isFiledLate)] where isSo {
                writer.key(name)
                writer.boolean(true)
            }
            self.provenance.write(into: &writer)
        }
        return writer.bytes
    }
}
