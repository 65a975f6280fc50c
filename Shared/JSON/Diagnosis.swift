/// Finds the first fault of a document that was refused, with its path and byte.
///
/// A second parser, slow and simple: simdjson is fast because it does not keep track of where it is. It runs only on
/// refused documents, is linear in their length, and both parsers must agree on which documents those are.
struct Diagnosis: ~Escapable {
    let bytes: Span<UInt8>
    private let depthLimit: Int
    var offset = 0
    /// The objects and arrays around the offset, outermost first.
    private(set) var containers: [Container] = []

    struct Container {
        let isArray: Bool
        /// The number of members or elements begun.
        var count = 0
        /// The name of the member that is being read, if it has been read itself.
        var name: [UInt8]?
        var names: Set<[UInt8]> = []
    }

    @_lifetime(copy bytes)
    private init(_ bytes: Span<UInt8>, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    /// The first fault, nil if there is none.
    static func firstFault(in bytes: Span<UInt8>, depthLimit: Int) -> JSONError? {
        var diagnosis = Diagnosis(bytes, depthLimit: depthLimit)
        do {
            try diagnosis.readDocument()
            return nil
        } catch {
            return error
        }
    }

    private mutating func readDocument() throws(JSONError) {
        if self.bytes.count >= 3, self.bytes[0] == 0xef, self.bytes[1] == 0xbb, self.bytes[2] == 0xbf {
            throw self.malformed("it begins with a byte order mark; send it without one")
        }
        self.skipSpace()
        guard self.offset < self.bytes.count else { throw self.malformed("it is empty") }
        try self.readValue()
        while let container = self.containers.last {
            try container.isArray ? self.readElement(container.count) : self.readMember(container.count)
        }
        self.skipSpace()
        guard self.offset == self.bytes.count else { throw self.unexpected("the end of the document") }
    }

    /// Reads a scalar, or the start of an object or array.
    private mutating func readValue() throws(JSONError) {
        switch self.next {
        case UInt8(ascii: "{"): try self.open(Container(isArray: false))
        case UInt8(ascii: "["): try self.open(Container(isArray: true))
        case UInt8(ascii: "\""): _ = try self.readString()
        case UInt8(ascii: "t"): try self.readWord("true")
        case UInt8(ascii: "f"): try self.readWord("false")
        case UInt8(ascii: "n"): try self.readWord("null")
        case .some(UInt8(ascii: "0")...UInt8(ascii: "9")), UInt8(ascii: "-"): try self.readNumber()
        default: throw self.unexpected("a value")
        }
    }

    private mutating func open(_ container: Container) throws(JSONError) {
        guard self.containers.count < self.depthLimit else {
            throw self.error(.tooDeep(limit: self.depthLimit), at: self.offset)
        }
        self.containers.append(container)
        self.offset += 1
    }

    /// Reads the next element of the innermost container, or its end.
    private mutating func readElement(_ count: Int) throws(JSONError) {
        guard try self.goOn(after: count, or: UInt8(ascii: "]")) else { return }
        self.containers[self.containers.count - 1].count += 1
        try self.readValue()
    }

    /// Reads the next member of the innermost container, or its end.
    private mutating func readMember(_ count: Int) throws(JSONError) {
        let last = self.containers.count - 1
        self.containers[last].name = nil
        guard try self.goOn(after: count, or: UInt8(ascii: "}")) else { return }
        let start = self.offset
        guard self.next == UInt8(ascii: "\"") else { throw self.unexpected("a name in quotes") }
        let name = try self.readString()
        self.containers[last].count += 1
        self.containers[last].name = name
        guard self.containers[last].names.insert(name).inserted else {
            throw self.error(.duplicateKey(Self.shown(name)), at: start)
        }
        self.skipSpace()
        guard self.next == UInt8(ascii: ":") else { throw self.unexpected("a colon") }
        self.offset += 1
        self.skipSpace()
        try self.readValue()
    }

    /// Whether another child follows, behind its comma; if not, the innermost container ends.
    private mutating func goOn(after count: Int, or end: UInt8) throws(JSONError) -> Bool {
        self.skipSpace()
        if self.next == end {
            self.offset += 1
            self.containers.removeLast()
            return false
        }
        if count > 0 {
            guard self.next == UInt8(ascii: ",") else {
                throw self.unexpected("a comma or “\(Character(Unicode.Scalar(end)))”")
            }
            self.offset += 1
            self.skipSpace()
        }
        return true
    }

    private mutating func readWord(_ word: StaticString) throws(JSONError) {
        let end = self.offset + word.utf8CodeUnitCount
        guard end <= self.bytes.count, self.bytes.extracting(self.offset..<end) == word else {
            throw self.unexpected("“\(word)”")
        }
        self.offset = end
    }

    private mutating func readNumber() throws(JSONError) {
        let start = self.offset
        var isInteger = true
        if self.next == UInt8(ascii: "-") { self.offset += 1 }
        if self.next == UInt8(ascii: "0") { self.offset += 1 } else { try self.readDigits() }
        if self.next == UInt8(ascii: ".") {
            isInteger = false
            self.offset += 1
            try self.readDigits()
        }
        if self.next == UInt8(ascii: "e") || self.next == UInt8(ascii: "E") {
            isInteger = false
            self.offset += 1
            if self.next == UInt8(ascii: "+") || self.next == UInt8(ascii: "-") { self.offset += 1 }
            try self.readDigits()
        }
        let text = self.text(start..<self.offset)
        let isHeld =
            isInteger ? Int64(text) != nil || UInt64(text) != nil || text == "-0" : Double(text)?.isFinite ?? false
        guard isHeld else { throw self.error(.numberOutOfRange, at: start) }
    }

    private mutating func readDigits() throws(JSONError) {
        let start = self.offset
        while let byte = self.next, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { self.offset += 1 }
        guard self.offset > start else { throw self.unexpected("a digit") }
    }
}
