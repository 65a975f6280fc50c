/// A place among the members of an object, for whoever looks at one after the other and decides when to go on;
/// `Element.forEachMember` goes by itself.
@safe public struct MemberCursor: ~Escapable {
    @usableFromInline let tape: Tape
    /// Of the name on the tape, or of the object's end.
    @usableFromInline var index: Int
    /// The name's bytes.
    @usableFromInline var text: UnsafeBufferPointer<UInt8>

    @inlinable @inline(__always)
    @_lifetime(immortal)
    init(tape: Tape, index: Int) {
        self.tape = tape
        self.index = index
        unsafe self.text =
            tape.tag(at: index) == .string ? tape.text(at: index) : UnsafeBufferPointer(start: nil, count: 0)
    }

    /// Whether all members have been passed.
    @inlinable
    public var isAtEnd: Bool { self.tape.tag(at: self.index) == .objectEnd }

    /// How far it has come: a number that grows with each member.
    @inlinable
    public var place: Int { self.index }

    /// The name's bytes of UTF-8, unescaped; none at the end.
    @inlinable
    public var name: Span<UInt8> {
        @inline(__always)
        @_lifetime(copy self)
        get { unsafe _overrideLifetime(Span(_unsafeElements: self.text), copying: self) }
    }

    /// The value. There must be a member.
    @inlinable
    public var value: Element {
        @_lifetime(copy self)
        get {
            precondition(!self.isAtEnd, "all members have been passed")
            return unsafe _overrideLifetime(Element(tape: self.tape, index: self.index + 1), copying: self)
        }
    }

    /// Goes on to the next member, or to the end. There must be a member.
    @inlinable @inline(__always)
    public mutating func advance() {
        precondition(!self.isAtEnd, "all members have been passed")
        let next = Self(tape: self.tape, index: self.tape.end(of: self.index + 1))
        self.index = next.index
        unsafe self.text = next.text
    }
}

extension Element {
    /// The first of the object's members, nil if this is something else.
    @inlinable
    public var members: MemberCursor? {
        @_lifetime(copy self)
        get {
            guard self.tape.tag(at: self.index) == .object else { return nil }
            return unsafe _overrideLifetime(MemberCursor(tape: self.tape, index: self.index + 1), copying: self)
        }
    }
}
