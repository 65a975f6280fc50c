/// What is wrong with a document, and where.
public struct JSONError: Error, Equatable, Sendable {
    /// Where it is: `data.attendance.present`, `items[3].id`, empty for the document itself.
    ///
    /// A name that dots or brackets would make ambiguous stands in brackets and quotes, a very long one is cut.
    public let path: String
    /// What is wrong.
    public let reason: Reason
    /// The byte at which the fault lies, from 0, where it lies in the text and not in what the text says.
    public let offset: Int?

    /// An error of a caller's own, at a path that it knows.
    public init(path: String, reason: Reason, offset: Int? = nil) {
        self.path = path
        self.reason = reason
        self.offset = offset
    }
}

extension JSONError {
    /// The ways in which a document can be wrong.
    public enum Reason: Equatable, Sendable {
        /// The text is not JSON (RFC 8259); says what was found instead of what.
        case malformed(String)
        /// The bytes are not UTF-8.
        case notUTF8
        /// An escape names half of a surrogate pair.
        case loneSurrogate
        /// A string or a name holds U+0000, which PostgreSQL and C cannot keep.
        case nulInString
        /// An object has two members of this name.
        case duplicateKey(String)
        /// Objects and arrays nest deeper than this many.
        case tooDeep(limit: Int)
        /// The document is longer than this many bytes.
        case tooLarge(limitBytes: Int)
        /// An integer beyond 64 bits, or a number that no double holds.
        case numberOutOfRange
        /// A member that must be there is not.
        case missing
        /// A value of another kind than the one asked for.
        case wrongType(expected: Element.Kind, found: Element.Kind)
    }
}

extension JSONError: CustomStringConvertible {
    /// One sentence: where, and what is wrong.
    public var description: String {
        let place = self.path.isEmpty ? "the document" : self.path
        let offset = self.offset.map { " (byte \($0))" } ?? ""
        return "\(place)\(offset): \(self.reason)"
    }
}

extension JSONError.Reason: CustomStringConvertible {
    /// What is wrong, without the place.
    public var description: String {
        switch self {
        case .malformed(let what): "is not JSON: \(what)"
        case .notUTF8: "is not UTF-8"
        case .loneSurrogate: "holds an escape of half a surrogate pair; write both halves or the character itself"
        case .nulInString: "holds the character U+0000, which is not accepted"
        case .duplicateKey(let name): "the name “\(name)” stands twice in one object"
        case .tooDeep(let limit): "is nested deeper than \(limit) objects and arrays"
        case .tooLarge(let limitBytes): "is longer than \(limitBytes) bytes"
        case .numberOutOfRange: "is an integer beyond 64 bits or a number that no double holds"
        case .missing: "is missing"
        case .wrongType(let expected, let found): "must be \(expected), and is \(found)"
        }
    }
}
