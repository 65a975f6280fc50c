internal import Crypto
internal import Domain
internal import JSON
internal import Messages

/// An alert's data, as bytes of JSON that were written already.
struct AlertBody {
    /// A body that is longer lists fewer records, so that every broker takes it.
    private static let longBytes = 65_536
    /// How many records a long body lists, of those that count and of those that do not.
    private static let longListLimit = 50

    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The digest of what it says: of everything but version, status and as-of.
    func content() throws -> Digest16 {
        let said = try self.rewritten(leavingOut: ["version", "status", "asOf"]) { _, _, _ in false }
        return SHA256.digest(of: said.bytes).first16
    }

    /// The same where it is not too long, else with the first of the records that it lists.
    func bounded() throws -> AlertBody {
        guard self.bytes.count > Self.longBytes else { return self }
        return try self.rewritten(leavingOut: []) { name, value, writer in
            guard name == "counted" || name == "notCounted" else { return false }
            writer.array { writer in
                var left = Self.longListLimit
                value.forEachElement { record in
                    if left > 0 { writer.element(record) }
                    left -= 1
                }
            }
            return true
        }
    }

    /// What stood, as it no longer stands.
    func withdrawn(by step: AlertStep, asOf: Instant) throws -> AlertBody {
        try self.rewritten(leavingOut: ["reason", "missing", "mend"]) { name, _, writer in
            switch name {
            case "version": writer.integer(step.version)
            case "status": writer.string(step.status.rawValue)
            case "verdict": writer.string(Verdict.notApplicable.rawValue)
            case "counted", "notCounted": writer.array { _ in }
            case "asOf": writer.string(asOf.description)
            default: return false
            }
            return true
        }
    }

    /// The same as another version.
    func renumbered(by step: AlertStep) throws -> AlertBody {
        try self.rewritten(leavingOut: []) { name, _, writer in
            switch name {
            case "version": writer.integer(step.version)
            case "status": writer.string(step.status.rawValue)
            default: return false
            }
            return true
        }
    }

    /// Writes it anew, member by member; `replace` may write another value, and then answers true.
    private func rewritten(
        leavingOut omitted: Set<String>, _ replace: (String, Element, inout JSONWriter) -> Bool
    ) throws -> AlertBody {
        var reader = DocumentReader()
        return try reader.read(self.bytes) { root in
            var writer = JSONWriter()
            writer.object { writer in
                root.forEachMember { name, value in
                    let name = String(decoding: name.indices.map { name[$0] }, as: UTF8.self)
                    guard !omitted.contains(name) else { return }
                    writer.key(name)
                    if !replace(name, value, &writer) { writer.element(value) }
                }
            }
            return AlertBody(writer.bytes)
        }
    }
}
