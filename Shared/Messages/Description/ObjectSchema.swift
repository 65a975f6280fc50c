internal import JSON

/// A member as a schema lists it.
struct ListedMember: Sendable {
    let name: String
    let isRequired: Bool
    let value: any Described

    /// A member that must be there.
    static func required(_ name: String, _ value: some Described) -> Self {
        Self(name: name, isRequired: true, value: value)
    }

    /// A member that may be absent.
    static func optional(_ name: String, _ value: some Described) -> Self {
        Self(name: name, isRequired: false, value: value)
    }
}

/// Collects the members that a form names.
struct MemberList<Form>: MemberVisitor {
    private var members: [ListedMember] = []

    /// The members of a form.
    static func of(_ form: Form) -> [ListedMember] where Form: ObjectForm {
        var list = Self()
        do throws(Fault) {
            try form.members(&list)
        } catch {
            preconditionFailure("a form that is not reading has nothing to refuse")
        }
        return list.members
    }

    mutating func required<Value: Shape>(
        _ name: StaticString, _ shape: Value, _ keep: (inout Form, Value.Value) -> Void
    ) throws(Fault) {
        self.members.append(.required(name.description, shape))
    }

    mutating func optional<Value: Shape>(
        _ name: StaticString, _ shape: Value, _ keep: (inout Form, Value.Value) -> Void
    ) throws(Fault) {
        self.members.append(.optional(name.description, shape))
    }

    mutating func each<Item: Shape>(
        _ name: StaticString, _ item: Item, count: ClosedRange<Int>, _ keep: (inout Form, Item.Value) -> Void
    ) throws(Fault) {
        self.members.append(.optional(name.description, EveryShape(item: item, count: count)))
    }
}

/// An object as a schema describes it: of a form, or one that is only written here and read elsewhere.
struct ObjectSchema: Described {
    let members: [ListedMember]
    let unlisted: Unlisted

    init(_ members: [ListedMember], _ unlisted: Unlisted = .ignored) {
        self.members = members
        self.unlisted = unlisted
    }

    func describe(_ writer: inout JSONWriter) {
        writer.member("type", "object")
        writer.key("properties")
        writer.object { writer in
            for member in self.members {
                writer.key(member.name)
                writer.object { member.value.describe(&$0) }
            }
        }
        let required = self.members.filter(\.isRequired)
        if !required.isEmpty {
            writer.key("required")
            writer.array { writer in for member in required { writer.string(member.name) } }
        }
        if self.unlisted != .open {
            writer.key("additionalProperties")
            writer.boolean(false)
        }
    }
}

/// A list as a schema describes it that is only written here and read elsewhere.
struct ListSchema: Described {
    let item: ObjectSchema
    let count: ClosedRange<Int>

    func describe(_ writer: inout JSONWriter) { writer.list(of: self.item, count: self.count) }
}
