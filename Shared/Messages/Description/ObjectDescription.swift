internal import JSON

/// What an object holds. The reader is open (members that are not listed are ignored here and stay in the record's
/// data), the schema for producers is closed wherever all members are listed.
struct ObjectDescription<Owner>: Sendable {
    private let fields: [Field<Owner>]
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
        self.members = members
        self.rule = rule
        self.required = fields.indices.reduce(0) { bits, index in
            fields[index].presence == .required ? bits | 1 << UInt64(index) : bits
        }
    }

    /// Reads the object's members into `owner`.
    func read(_ element: Element, into owner: inout Owner) throws(Fault) {
        guard element.kind == .object else { throw Fault(.schema) }
        var seen: UInt64 = 0
        var expected = 0
        try element.forEachMember { name, value throws(Fault) in
            guard let index = self.index(of: name, expected: expected) else { return }
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

    /// The field of that name. Senders mostly keep to one order, ours as likely as another, so the search begins behind
    /// the field that was found last.
    private func index(of name: Span<UInt8>, expected: Int) -> Int? {
        for index in expected..<self.fields.count where name == self.fields[index].name { return index }
        for index in 0..<expected where name == self.fields[index].name { return index }
        return nil
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
        if self.members == .listed {
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

/// Whether the members that are described are all that an object may hold.
enum Members: Sendable {
    /// All are listed: a producer that sends another has made a mistake.
    case listed
    /// More may come that is not described yet.
    case open
}
