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
