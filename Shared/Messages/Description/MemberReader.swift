internal import JSON

/// Reads the members of an object while its form names what they may be.
///
/// It stands before one member, and goes on once that is named. The form is asked again while members are left; where a
/// whole round brings it no further, the member that it stands before is not listed.
struct MemberReader<Form>: MemberVisitor, ~Copyable, ~Escapable {
    /// What was kept so far.
    private var form: Form
    private var cursor: MemberCursor
    /// A bit for each member that is listed, from the lowest on: the one that is named next.
    private var next: UInt64 = 1
    /// The members that must be there.
    private var required: UInt64 = 0
    /// Those that were.
    private var seen: UInt64 = 0

    @_lifetime(copy cursor)
    init(_ form: Form, at cursor: consuming MemberCursor) {
        self.form = form
        self.cursor = cursor
    }

    /// Whether all members have been read or passed over.
    var isAtEnd: Bool { self.cursor.isAtEnd }

    /// How far it has come.
    var place: Int { self.cursor.place }

    /// The position, among those listed, of the first member that must be there and is not.
    var missing: Int? {
        let missing = self.required & ~self.seen
        return missing == 0 ? nil : missing.trailingZeroBitCount
    }

    /// What was kept of all members.
    consuming func finish() -> Form { self.form }

    /// Another round begins.
    mutating func begin() { self.next = 1 }

    /// Goes on behind a member that is not listed.
    mutating func passOver() { self.cursor.advance() }

    @inline(__always)
    mutating func required<Value: Shape>(
        _ name: StaticString, _ shape: Value, _ keep: (inout Form, Value.Value) -> Void
    ) throws(Fault) {
        self.required |= self.next
        try self.optional(name, shape, keep)
    }

    @inline(__always)
    mutating func optional<Value: Shape>(
        _ name: StaticString, _ shape: Value, _ keep: (inout Form, Value.Value) -> Void
    ) throws(Fault) {
        try self.read(name) { form, value throws(Fault) in keep(&form, try shape.read(value)) }
    }

    @inline(__always)
    mutating func each<Item: Shape>(
        _ name: StaticString, _ item: Item, count: ClosedRange<Int>, _ keep: (inout Form, Item.Value) -> Void
    ) throws(Fault) {
        try self.read(name) { form, list throws(Fault) in
            try list.forEachItem(count) { value throws(Fault) in keep(&form, try item.read(value)) }
        }
    }

    /// Reads the member that it stands before, and goes on, where it is called so.
    @inline(__always)
    private mutating func read(
        _ name: StaticString, _ body: (inout Form, Element) throws(Fault) -> Void
    ) throws(Fault) {
        let bit = self.next
        assert(bit != 0, "an object has more members than there are bits")
        self.next = bit << 1
        guard self.cursor.name == name else { return }
        self.seen |= bit
        do throws(Fault) {
            try body(&self.form, self.cursor.value)
        } catch {
            throw error.within(name.description)
        }
        self.cursor.advance()
    }
}
