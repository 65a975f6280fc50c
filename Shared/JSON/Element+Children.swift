extension Element {
    /// The member of this name, nil if there is none or this is no object. Names are compared by their bytes.
    ///
    /// It looks through the members from the first; to read most of an object, `forEachMember` goes through it once.
    @_lifetime(copy self)
    public func member(_ name: String) -> Element? {
        guard self.tape.tag(at: self.index) == .object else { return nil }
        var name = name
        let found = name.withUTF8 { wanted in unsafe self.tape.member(of: self.index, named: wanted) }
        guard let found else { return nil }
        return unsafe _overrideLifetime(Element(tape: self.tape, index: found), copying: self)
    }

    /// Lends each member of an object in order; nothing happens if this is no object.
    ///
    /// The names are bytes of UTF-8, unescaped, and a literal is a pattern for them: `switch name { case "unit": … }`.
    @inlinable
    public func forEachMember<Failure: Error>(
        _ body: (_ name: Span<UInt8>, _ value: Element) throws(Failure) -> Void
    ) throws(Failure) {
        guard self.tape.tag(at: self.index) == .object else { return }
        var index = self.index + 1
        while self.tape.tag(at: index) != .objectEnd {
            let name = unsafe Span(_unsafeElements: self.tape.text(at: index))
            try body(name, Element(tape: self.tape, index: index + 1))
            index = self.tape.end(of: index + 1)
        }
    }

    /// Lends each element of an array in order; nothing happens if this is no array.
    @inlinable
    public func forEachElement<Failure: Error>(
        _ body: (_ value: Element) throws(Failure) -> Void
    ) throws(Failure) {
        guard self.tape.tag(at: self.index) == .array else { return }
        var index = self.index + 1
        while self.tape.tag(at: index) != .arrayEnd {
            try body(Element(tape: self.tape, index: index))
            index = self.tape.end(of: index)
        }
    }
}

extension Tape {
    /// The index of the value of the member of this name.
    fileprivate func member(of object: Int, named name: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = object + 1
        while self.tag(at: index) != .objectEnd {
            if unsafe self.text(at: index, equals: name) { return index + 1 }
            index = self.end(of: index + 1)
        }
        return nil
    }
}
