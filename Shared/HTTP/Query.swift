/// What stands behind the question mark of a request, or in the body of a form: names and values, decoded.
public struct Query: Hashable, Sendable {
    /// A name and its value. A name that stands alone (`?verbose`) has an empty value.
    public struct Item: Hashable, Sendable {
        /// Decoded.
        public let name: String
        /// Decoded.
        public let value: String
    }

    /// Every item, in the order in which they were written.
    public let items: [Item]

    /// No items.
    public init() { self.items = [] }

    /// Reads `a=1&b=two+words&c`. Nil where an escape is broken, or what it hides is not UTF-8 or holds a NUL.
    public init?(_ text: some StringProtocol) { self.init(Array(text.utf8)[...]) }

    init?(_ text: ArraySlice<UInt8>) {
        var items: [Item] = []
        for part in text.split(separator: UInt8(ascii: "&")) {
            // A plus is a space only here, not in a path.
            let plain = part.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
            let halves = plain.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = percentDecoded(halves[0]), let value = halves.count == 2 ? percentDecoded(halves[1]) : ""
            else { return nil }
            items.append(Item(name: name, value: value))
        }
        self.items = items
    }

    /// The value of the first item of this name; empty where the name stands alone.
    public func first(_ name: String) -> String? { self.items.first { $0.name == name }?.value }

    /// The values of all items of this name, in their order.
    public func all(_ name: String) -> [String] { self.items.filter { $0.name == name }.map(\.value) }
}

/// Takes the percent escapes out (RFC 3986, section 2.1). Nil where one is broken, or the result is not UTF-8 or holds
/// a NUL, which no text of ours may.
func percentDecoded(_ bytes: ArraySlice<UInt8>) -> String? {
    guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == 0 }) else {
        return String(validating: bytes, as: UTF8.self)
    }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes.makeIterator()
    while let byte = rest.next() {
        guard byte == UInt8(ascii: "%") else {
            decoded.append(byte)
            continue
        }
        guard let high = rest.next().flatMap(hexadecimal), let low = rest.next().flatMap(hexadecimal) else {
            return nil
        }
        decoded.append(high << 4 | low)
    }
    guard !decoded.contains(0) else { return nil }
    return String(validating: decoded, as: UTF8.self)
}

private func hexadecimal(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
