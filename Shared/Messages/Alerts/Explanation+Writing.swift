public import Domain
public import JSON

extension Explanation {
    /// Writes the members that an alert and an explanation share, from `unit` to `pack`, into the open object.
    ///
    /// What there is none of is left out. To the alert's members come `reason`, where the verdict is unknown, `note`,
    /// where something is within its bounds and not usual, `waiver`, where it is waived, and `accepted`, where a record
    /// was accepted much later than it says to have been recorded.
    public func writeMembers(measuredBy pack: Pack, into writer: inout JSONWriter) {
        writer.unit(self.unit.code, path: self.path, name: self.unit.name)
        writer.key("requirement")
        writer.object { self.requirement.write(into: &$0) }
        if let window = self.duty?.window {
            writer.key("window")
            writer.object { writer in
                writer.member("from", window.from.description)
                writer.member("to", window.through.description)
            }
        }
        writer.member("verdict", self.verdict.rawValue)
        writer.member("reason", ifAny: self.reason?.description)
        writer.key("counted")
        writer.array { writer in for record in self.counted { record.write(into: &writer) } }
        writer.key("notCounted")
        writer.array { writer in for record in self.notCounted { record.write(into: &writer) } }
        if let missing = self.missing { writer.member("missing", missing) }
        if let note = self.note { writer.member("note", note) }
        if let waiver = self.waiver {
            writer.key("waiver")
            writer.object { waiver.write(into: &$0) }
        }
        if let mend = self.mend {
            writer.key("mend")
            writer.object { writer in
                writer.member("zh", mend.text.zh)
                writer.member("en", mend.text.en)
                writer.member("by", ifAny: mend.by?.description)
            }
        }
        writer.addressees("owedBy", self.owedBy.map { ($0.role, $0.unit) })
        writer.addressees("tell", self.tell.map { ($0.role, $0.unit) })
        writer.member("asOf", self.asOf.description)
        writer.pack(pack)
    }
}

extension Requirement {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.member("id", self.id.rawValue)
        writer.member("gate", self.gate.rawValue)
        writer.member("title", self.title)
        writer.key("basis")
        writer.array { writer in
            for basis in self.basis {
                writer.object { writer in
                    writer.member("document", basis.document)
                    writer.member("article", basis.article)
                    writer.member("modality", basis.modality.rawValue)
                    writer.key("confirmed")
                    writer.boolean(basis.isConfirmed)
                }
            }
        }
    }
}

extension Waiver {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.member("id", self.id)
        writer.member("from", self.period.from.description)
        writer.member("to", self.period.through.description)
        writer.member("basis", self.basis)
        writer.member("signer", self.signer.rawValue)
    }
}

extension CountedRecord {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("source", self.source.rawValue)
            writer.member("id", self.id)
            writer.member("occurred", self.occurred.description)
            writer.member("recorded", self.recorded.description)
            writer.member("accepted", ifAny: self.accepted?.description)
        }
    }
}

extension UncountedRecord {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("source", self.source.rawValue)
            writer.member("id", self.id)
            writer.member("reason", self.reason.description)
        }
    }
}

extension JSONWriter {
    /// The member `unit`.
    mutating func unit(_ code: UnitCode, path: String, name: String) {
        self.key("unit")
        self.object { writer in
            writer.member("id", code.rawValue)
            writer.member("path", path)
            writer.member("name", name)
        }
    }

    /// A member that lists roles at units.
    mutating func addressees(_ name: String, _ addressees: [(role: RoleName, unit: UnitCode)]) {
        self.key(name)
        self.array { writer in
            for addressee in addressees {
                writer.object { writer in
                    writer.member("role", addressee.role.rawValue)
                    writer.member("unit", addressee.unit.rawValue)
                }
            }
        }
    }

    /// The member `pack`.
    mutating func pack(_ pack: Pack) {
        self.key("pack")
        self.object { writer in
            writer.member("id", pack.id.rawValue)
            writer.member("version", pack.version)
            writer.member("digest", pack.digest)
        }
    }
}
