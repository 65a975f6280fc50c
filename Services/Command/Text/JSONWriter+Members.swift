internal import JSON

/// What answers for programs write again and again.
extension JSONWriter {
    /// A member whose value is a string, left out where there is none.
    mutating func text(_ name: String, _ value: String?) {
        guard let value else { return }
        self.key(name)
        self.string(value)
    }

    /// A member whose value is a whole number.
    mutating func number(_ name: String, _ value: Int64) {
        self.key(name)
        self.integer(value)
    }

    /// A member that lists strings.
    mutating func texts(_ name: String, _ values: [String]) {
        self.key(name)
        self.array { writer in for value in values { writer.string(value) } }
    }

    /// A member that lists objects.
    mutating func objects<Item>(
        _ name: String, _ items: [Item], _ body: (Item, inout JSONWriter) -> Void
    ) {
        self.key(name)
        self.array { writer in
            for item in items { writer.object { body(item, &$0) } }
        }
    }

    /// A member that is true; left out where it would be false.
    mutating func flag(_ name: String, if isThere: Bool) {
        guard isThere else { return }
        self.key(name)
        self.boolean(true)
    }
}
