internal import JSON

/// A member of an object: its name, its shape, and where its value goes.
struct Field<Owner>: Sendable {
    /// The member's name.
    let name: StaticString
    let presence: Presence
    let read: @Sendable (Element, inout Owner) throws(Fault) -> Void
    let describe: @Sendable (inout JSONWriter) -> Void

    private init<Value>(
        _ name: StaticString, _ presence: Presence, _ shape: Shape<Value>,
        _ keep: @escaping @Sendable (inout Owner, Value) -> Void
    ) {
        self.name = name
        self.presence = presence
        self.read = { element, owner throws(Fault) in keep(&owner, try shape.read(element)) }
        self.describe = shape.describe
    }

    /// A member that must be there.
    static func required<Value>(
        _ name: StaticString, _ shape: Shape<Value>, _ keep: @escaping @Sendable (inout Owner, Value) -> Void
    ) -> Self {
        Self(name, .required, shape, keep)
    }

    /// A member that must be there, is checked here and kept only in the record's data.
    static func required(_ name: StaticString, _ shape: Shape<Void>) -> Self {
        Self(name, .required, shape) { _, _ in }
    }

    /// A member that may be absent. `null` is not absence: it is a value of the wrong type, and says so.
    static func optional<Value>(
        _ name: StaticString, _ shape: Shape<Value>, _ keep: @escaping @Sendable (inout Owner, Value) -> Void
    ) -> Self {
        Self(name, .optional, shape, keep)
    }

    /// A member that may be absent, is checked here and kept only in the record's data.
    static func optional(_ name: StaticString, _ shape: Shape<Void>) -> Self {
        Self(name, .optional, shape) { _, _ in }
    }

    /// The same member of an object of which the owner is a part.
    func lifted<Whole>(to part: any WritableKeyPath<Whole, Owner> & Sendable) -> Field<Whole> {
        Field<Whole>(lifting: self, to: part)
    }

    private init<Part>(lifting field: Field<Part>, to part: any WritableKeyPath<Owner, Part> & Sendable) {
        self.name = field.name
        self.presence = field.presence
        self.read = { element, owner throws(Fault) in try field.read(element, &owner[keyPath: part]) }
        self.describe = field.describe
    }
}

/// Whether an object can do without a member.
enum Presence: Sendable {
    /// The member must be there.
    case required
    /// The member may be absent.
    case optional
}
