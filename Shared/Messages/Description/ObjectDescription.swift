internal import JSON

/// What an object holds. The reader is open (members that are not listed are ignored here and stay in the record's
/// data) unless a privacy form seals it; the schema for producers is closed.
struct ObjectDescription<Owner>: Sendable {
    private let fields: [Field<Owner>]
    /// The keys of the fields' names.
    private let keys: [WordKey]
    private let members: Members
    /// A rule between members, which a JSON Schema cannot express.
    private let rule: @Sendable (Owner) throws(Fault) -> Void
    /// A bit for each field that must be there.
    private let required: UInt64

    init(
        _ fields: [Field<Owner>], members: Members = .listed,
        rule: @escaping @Sendable (Owner) throws(Fault) -> Void = { _ in }
    ) {
        precondition(fields.count <= UInt64.bitWidth, "an object's fields are counted in 64 bits")
        self.fields = fields
        self.keys = fields.map { WordKey($0.name.description) }
        self.members = members
        self.rule = rule
        self.required = fields.indices.reduce(0) { bits, index in
            fields[index].presence == .required ? bits | 1 << UInt64(index) : bits
        }
    }

    /// Reads the object's members into `owner`.
    func read(_ element: Element, into owner: inout Owner) throws(Fault) {
        guard element.kind == .object else { throw Fault(.schema) }
        do throws(Fault) {
            try self.readMembers(of: element, into: &owner)
        } catch {
            if self.members == .sealed { try self.refuseOthers(in: element) }
            throw error
        }
    }

    private func readMembers(of element: Element, into owner: inout Owner) throws(Fault) {
        var seen: UInt64 = 0
        var expected = 0
        try element.forEachMember { name, value throws(Fault) in
            guard let index = self.index(of: name, expected: expected) else {
                guard self.members != .sealed else { throw Fault(.privacy) }
                return
            }
            expected = index + 1
            seen |= 1 << UInt64(index)
            do throws(Fault) {
                try self.fields[index].read(value, &owner)
            } catch {
                throw error.within(self.fields[index].name.description)
            }
        }
        let missing = self.required & ~seen
        guard missing == 0 else {
            throw Fault(.schema, at: self.fields[missing.trailingZeroBitCount].name.description)
        }
        try self.rule(owner)
    }

    /// Refuses members that are not listed, whatever else is wrong: what nobody has a place for must not lie in a
    /// letter either. The member is named only where its name can be nothing but a name.
    private func refuseOthers(in element: Element) throws(Fault) {
        try element.forEachMember { name, _ throws(Fault) in
            guard self.index(of: name, expected: 0) == nil else { return }
            throw Fault(.privacy, at: name.isPlainName ? String(name) : "")
        }
    }

    /// The field of that name. Senders mostly keep to one order, ours as likely as another, so the search begins behind
    /// the field that was found last.
    private func index(of name: Span<UInt8>, expected: Int) -> Int? {
        let key = WordKey(name)
        for index in expected..<self.keys.count where key == self.keys[index] && self.isName(name, of: index) {
            return index
        }
        for index in 0..<expected where key == self.keys[index] && self.isName(name, of: index) { return index }
        return nil
    }

    /// Whether a name with the key of a field is the field's.
    private func isName(_ name: Span<UInt8>, of index: Int) -> Bool {
        name.count <= WordKey.wholeBytes || name == self.fields[index].name
    }

    /// Writes the keywords that describe the object.
    func describe(_ writer: inout JSONWriter) {
        writer.member("type", "object")
        writer.key("properties")
        writer.object { writer in
            for field in self.fields {
                writer.key(field.name.description)
                writer.object { field.describe(&$0) }
            }
        }
        if self.required != 0 {
            writer.key("required")
            writer.array { writer in
                for field in self.fields where field.presence == .required { writer.string(field.name.description) }
            }
        }
        if self.members != .open {
            writer.key("additionalProperties")
            writer.boolean(false)
        }
    }

    /// The object as a member of another. `blank` is what it is before its members are read.
    func shape(_ blank: Owner) -> Shape<Owner> where Owner: Sendable {
        Shape(
            read: { element throws(Fault) in
                var owner = blank
                try self.read(element, into: &owner)
                return owner
            },
            describe: { self.describe(&$0) })
    }

    /// The same object with more members, as a part of a greater owner.
    func lifted<Whole>(
        to part: any WritableKeyPath<Whole, Owner> & Sendable, adding more: [Field<Whole>]
    ) -> ObjectDescription<Whole> {
        ObjectDescription<Whole>(
            self.fields.map { $0.lifted(to: part) } + more,
            members: self.members,
            rule: { whole throws(Fault) in try self.rule(whole[keyPath: part]) })
    }
}

/// What becomes of members that are not listed: a producer that sends one has made a mistake.
enum Members: Sendable {
    /// They are ignored, and stay in the record's data.
    case listed
    /// The same, of what readers elsewhere see: more may come.
    case open
    /// A privacy form has no place for them: they condemn the record.
    case sealed
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
