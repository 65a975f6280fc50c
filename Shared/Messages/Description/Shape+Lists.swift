internal import JSON

// Lists of at most so many values.

/// A list that is kept.
struct ListShape<Item: Shape>: Shape {
    let item: Item
    let count: ClosedRange<Int>

    func read(_ element: Element) throws(Fault) -> [Item.Value] {
        var list: [Item.Value] = []
        try element.forEachItem(self.count) { element throws(Fault) in list.append(try self.item.read(element)) }
        return list
    }

    func describe(_ writer: inout JSONWriter) { writer.list(of: self.item, count: self.count) }

    func unlistedMembers(in element: Element, at path: String) -> [UnlistedMember] {
        self.item.unlistedMembers(inEachOf: element, at: path)
    }
}

/// A list whose values are checked, and kept only in the record's data: how many there are.
struct EveryShape<Item: Shape>: Shape {
    let item: Item
    let count: ClosedRange<Int>

    func read(_ element: Element) throws(Fault) -> Int {
        try element.forEachItem(self.count) { element throws(Fault) in _ = try self.item.read(element) }
        return element.count
    }

    func describe(_ writer: inout JSONWriter) { writer.list(of: self.item, count: self.count) }

    func unlistedMembers(in element: Element, at path: String) -> [UnlistedMember] {
        self.item.unlistedMembers(inEachOf: element, at: path)
    }
}

extension Described {
    /// A list that is kept.
    static func list<Item>(of item: Item, count: ClosedRange<Int>) -> Self where Self == ListShape<Item> {
        Self(item: item, count: count)
    }

    /// A list whose values are checked here and kept only in the record's data.
    static func every<Item>(_ item: Item, count: ClosedRange<Int>) -> Self where Self == EveryShape<Item> {
        Self(item: item, count: count)
    }
}

extension Element {
    /// Lends each value of a list of so many; what is wrong with one is told with its place.
    @inline(__always)
    func forEachItem(
        _ count: ClosedRange<Int>, _ body: (Element) throws(Fault) -> Void
    ) throws(Fault) {
        guard self.kind == .array, count.contains(self.count) else { throw Fault(.schema) }
        var position = 0
        try self.forEachElement { element throws(Fault) in
            do throws(Fault) {
                try body(element)
            } catch {
                throw error.within("[\(position)]")
            }
            position += 1
        }
    }
}

extension JSONWriter {
    /// The keywords of a list of so many values.
    mutating func list(of item: some Described, count: ClosedRange<Int>) {
        self.member("type", "array")
        if count.lowerBound > 0 { self.member("minItems", count.lowerBound) }
        self.member("maxItems", count.upperBound)
        self.key("items")
        self.object { item.describe(&$0) }
    }
}
