internal import JSON

/// An object of a form. The reader is open (members that are not listed are ignored here and stay in the record's data)
/// unless a privacy form seals it; the schema for producers is closed.
struct ObjectShape<Form: ObjectForm>: Shape {
    /// What the form is before its members are read.
    let blank: Form
    let unlisted: Unlisted

    init(_ blank: Form, _ unlisted: Unlisted = .ignored) {
        self.blank = blank
        self.unlisted = unlisted
    }

    func read(_ element: Element) throws(Fault) -> Form {
        guard let cursor = element.members else { throw Fault(.schema) }
        do throws(Fault) {
            var reader = MemberReader(self.blank, at: cursor)
            try self.readMembers(&reader)
            let form = reader.finish()
            try form.check()
            return form
        } catch {
            if self.unlisted == .sealed { try self.refuseUnlisted(in: element) }
            throw error
        }
    }

    /// Asks for the members as often as it takes. Senders mostly keep to the form's own order: then once.
    private func readMembers(_ reader: inout MemberReader<Form>) throws(Fault) {
        repeat {
            let place = reader.place
            reader.begin()
            try self.blank.members(&reader)
            if reader.place == place, !reader.isAtEnd {
                guard self.unlisted != .sealed else { throw Fault(.privacy) }
                reader.passOver()
            }
        } while !reader.isAtEnd
        if let position = reader.missing { throw Fault(.schema, at: MemberList.of(self.blank)[position].name) }
    }

    /// Refuses members that are not listed, whatever else is wrong: what nobody has a place for must not lie in a
    /// letter either. The member is named only where its name can be nothing but a name.
    private func refuseUnlisted(in element: Element) throws(Fault) {
        let listed = MemberList.of(self.blank)
        try element.forEachMember { name, _ throws(Fault) in
            guard !listed.contains(where: { equal($0.name, name) }) else { return }
            throw Fault(.privacy, at: name.isPlainName ? String(name) : "")
        }
    }

    func describe(_ writer: inout JSONWriter) {
        ObjectSchema(MemberList.of(self.blank), self.unlisted).describe(&writer)
    }
}

extension Described {
    /// An object of a form, which is given as it is before its members are read.
    static func object<Form>(_ blank: Form, _ unlisted: Unlisted = .ignored) -> Self where Self == ObjectShape<Form> {
        Self(blank, unlisted)
    }
}

extension Span<UInt8> {
    /// Whether it is what programmers call things: at most 24 letters and digits of ASCII.
    fileprivate var isPlainName: Bool {
        guard (1...24).contains(self.count) else { return false }
        for index in self.indices {
            switch self[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                continue
            default: return false
            }
        }
        return true
    }
}

/// What becomes of members that are not listed: a producer that sends one has made a mistake.
enum Unlisted: Sendable {
    /// They are ignored, and stay in the record's data.
    case ignored
    /// The same, of what readers elsewhere see: more may come.
    case open
    /// A privacy form has no place for them: they condemn the record.
    case sealed
}
