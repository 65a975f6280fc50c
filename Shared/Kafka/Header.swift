/// A header of a record. Names may repeat, and a value may be missing.
public struct Header: Hashable, Sendable {
    /// The header's name.
    public var name: String
    /// The header's value; `nil` is Kafka's null, which is not the same as no bytes.
    public var value: [UInt8]?

    /// Makes a header.
    public init(name: String, value: [UInt8]?) {
        self.name = name
        self.value = value
    }

    /// Makes a header whose value is text in UTF-8.
    public init(name: String, text: String) {
        self.init(name: name, value: Array(text.utf8))
    }
}
