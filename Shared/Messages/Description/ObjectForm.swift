internal import JSON

/// A JSON object while it is read: its properties are what is kept of the members, and it names the members, one after
/// the other, to whoever asks. A reader asks in order to read them, a writer of schemas in order to describe them.
protocol ObjectForm: Sendable {
    /// Names the members, always the same ones in the same order.
    func members(_ member: inout some Visitor<Self>) throws(Fault)
    /// A rule between members, which a JSON Schema cannot express.
    func check() throws(Fault)
}

extension ObjectForm {
    func check() throws(Fault) {}
}

/// Whoever asks a form for its members.
protocol MemberVisitor<Form>: ~Copyable, ~Escapable {
    associatedtype Form
    /// A member that must be there, and where its value goes.
    mutating func required<Value: Shape>(
        _ name: StaticString, _ shape: Value, _ keep: (inout Form, Value.Value) -> Void
    ) throws(Fault)
    /// A member that may be absent. `null` is not absence: it is a value of the wrong type, and says so.
    mutating func optional<Value: Shape>(
        _ name: StaticString, _ shape: Value, _ keep: (inout Form, Value.Value) -> Void
    ) throws(Fault)
    /// A list that may be absent, and where each of its values goes.
    mutating func each<Item: Shape>(
        _ name: StaticString, _ item: Item, count: ClosedRange<Int>, _ keep: (inout Form, Item.Value) -> Void
    ) throws(Fault)
}

typealias Visitor<Form> = MemberVisitor<Form> & ~Copyable & ~Escapable

extension MemberVisitor where Self: ~Copyable & ~Escapable {
    /// A member that must be there, is checked here and kept only in the record's data.
    @inline(__always)
    mutating func required(_ name: StaticString, _ shape: some Shape) throws(Fault) {
        try self.required(name, shape) { _, _ in }
    }

    /// A member that may be absent, is checked here and kept only in the record's data.
    @inline(__always)
    mutating func optional(_ name: StaticString, _ shape: some Shape) throws(Fault) {
        try self.optional(name, shape) { _, _ in }
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

/// An object of a form. The reader is open (members that are not listed are ignored here and stay in the record's data)
/// unless a privacy form seals it; the schema for producers is closed.
struct ObjectShape<Form: ObjectForm>: Shape {
    /// What the form is before its members are read.
    let blank: Form
    let unlisted: Members

    init(_ blank: Form, _ unlisted: Members = .listed) {
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
    static func object<Form>(_ blank: Form, _ unlisted: Members = .listed) -> Self where Self == ObjectShape<Form> {
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
