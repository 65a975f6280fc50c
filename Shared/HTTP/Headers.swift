/// The header fields of a message, in their order. Names are compared without regard to case (RFC 9110, section 5.1).
public struct Headers: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// A name and its value.
    public struct Field: Hashable, Sendable {
        /// As it was written.
        public let name: String
        /// Without the white space around it.
        public let value: String

        /// A field of this name and value.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Every field, in the order of the message.
    public private(set) var fields: [Field]

    /// These fields, in this order.
    public init(_ fields: [Field] = []) { self.fields = fields }

    /// These fields, in this order. A name may come more than once.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// The value of the first field of this name.
    public func first(_ name: String) -> String? {
        self.fields.first { Headers.areSame($0.name, name) }?.value
    }

    /// The values of all fields of this name, in their order.
    public func all(_ name: String) -> [String] {
        self.fields.filter { Headers.areSame($0.name, name) }.map(\.value)
    }

    /// Adds a field behind those that are there, of the same name too.
    public mutating func add(_ name: String, _ value: String) { self.fields.append(Field(name: name, value: value)) }

    /// The first field that would break a message: its name is not a token, or its value holds a control character.
    var firstUnsendable: Field? {
        self.fields.first { field in
            !Headers.isToken(field.name) || field.value.utf8.contains { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }
        }
    }

    /// Whether `text` is a token as RFC 9110, section 5.6.2, has it.
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Compares ASCII letters without regard to case, and everything else exactly.
    static func areSame(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count && zip(left.utf8, right.utf8).allSatisfy { lowercase($0) == lowercase($1) }
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
