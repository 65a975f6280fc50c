internal import Crypto
internal import Domain
internal import Facts
internal import JSON
internal import Messages
internal import Pipeline

/// What a verdict was computed from, so that anybody can compute it again and compare.
struct Provenance: Sendable {
    let asOf: Instant
    let pack: Pack
    /// `sha256:` and the digest of the facts in their canonical lines.
    let inputs: String
    /// The head of the register's lane.
    let registry: Int64
    /// The lane in which activity keeps the unit's records, and its head.
    let activity: (lane: Int, position: Int64)
    /// The head of the lane in which activity keeps watermarks.
    let watermarks: Int64
    /// The head of the lane of the same number in which supervision keeps the unit's waivers.
    let waivers: Int64

    init(_ facts: UnitFacts, at positions: FactPositions, pack: Pack, asOf: Instant) {
        self.asOf = asOf
        self.pack = pack
        self.inputs = "sha256:" + SHA256.digest(of: facts.canonicalLines).hex
        self.registry = positions.registry
        self.activity = (Lane.index(ofUnit: facts.unit.rawValue), positions.activity(of: facts.unit))
        self.watermarks = positions.watermarks
        self.waivers = positions.supervision(of: facts.unit)
    }

    /// Writes its members into the open object.
    func write(into writer: inout JSONWriter) {
        writer.member("asOf", self.asOf.description)
        writer.key("pack")
        writer.object { writer in
            writer.member("id", self.pack.id.rawValue)
            writer.member("version", self.pack.version)
            writer.member("digest", self.pack.digest)
        }
        writer.member("inputs", self.inputs)
        writer.key("positions")
        writer.object { writer in
            writer.member("registry", self.registry)
            writer.key("activity")
            writer.object { writer in
                writer.member("lane", Int64(self.activity.lane))
                writer.member("position", self.activity.position)
            }
            writer.member("watermarks", self.watermarks)
            writer.member("waivers", self.waivers)
        }
    }
}

extension FindingChange {
    /// The type of the journal's entries about verdicts.
    static let type = "guoying.supervision.verdict-changed.v1"

    /// The change as an entry of the journal. `late` and `filedLate` stand only where they are so, `before` only where
    /// there was a verdict before, `reason` where the verdict is unknown.
    func entry(on topic: Topic, _ provenance: Provenance) -> JournalEntry {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("unit", self.unit.rawValue)
            writer.member("requirement", self.duty.requirement.rawValue)
            if let window {
                writer.key("window")
                writer.object { writer in
                    writer.member("from", window.from.description)
                    writer.member("to", window.through.description)
                }
            }
            if let before { writer.member("before", before.verdict.rawValue) }
            writer.member("verdict", self.after.verdict.rawValue)
            if let reason = self.after.reason { writer.member("reason", reason) }
            for (name, isSo) in [("late", self.after.isLate), ("filedLate", self.after.isFiledLate)] where isSo {
                writer.key(name)
                writer.boolean(true)
            }
            provenance.write(into: &writer)
        }
        let unit = self.unit.rawValue
        return JournalEntry(
            topic: topic.name, lane: Lane.index(ofUnit: unit), key: Array(unit.utf8), type: Self.type,
            value: writer.bytes)
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ value: String) {
        self.key(name)
        self.string(value)
    }

    fileprivate mutating func member(_ name: String, _ value: Int64) {
        self.key(name)
        self.integer(value)
    }
}
