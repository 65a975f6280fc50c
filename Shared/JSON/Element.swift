/// A value of a document, seen where simdjson left it.
///
/// It is a view: it can be passed on and kept in a local variable, and the compiler does not let it leave the `read`
/// that lent it. Nothing is copied until a `string` is asked for.
@safe public struct Element: ~Escapable {
    @usableFromInline let tape: Tape
    @usableFromInline let index: Int

    @inlinable
    @_lifetime(immortal)
    init(tape: Tape, index: Int) {
        self.tape = tape
        self.index = index
    }
}

extension Element {
    /// What a value is.
    public enum Kind: Sendable {
        /// `null`.
        case null
        /// `true` or `false`.
        case boolean
        /// A number written without fraction and exponent that an `Int64` holds.
        case integer
        /// A number written without fraction and exponent that only a `UInt64` holds.
        case unsigned
        /// A number written with a fraction or an exponent: the nearest double.
        case number
        /// A string.
        case string
        /// An array.
        case array
        /// An object.
        case object
    }

    /// What this value is.
    @inlinable
    public var kind: Kind {
        switch self.tape.tag(at: self.index) {
        case .object: .object
        case .array: .array
        case .string: .string
        case .integer: .integer
        case .unsigned: .unsigned
        case .double: .number
        case .true, .false: .boolean
        default: .null
        }
    }

    /// Whether this is `null`.
    @inlinable
    public var isNull: Bool { self.tape.tag(at: self.index) == .null }

    /// The boolean, nil if this is something else.
    @inlinable
    public var boolean: Bool? {
        switch self.tape.tag(at: self.index) {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The integer, nil if this is something else or does not fit. `30.0` is a number, not an integer.
    @inlinable
    public var integer: Int64? {
        guard self.tape.tag(at: self.index) == .integer else { return nil }
        return Int64(bitPattern: self.tape.number(at: self.index))
    }

    /// The integer, nil if this is something else, is negative or does not fit.
    @inlinable
    public var unsigned: UInt64? {
        switch self.tape.tag(at: self.index) {
        case .integer: UInt64(exactly: Int64(bitPattern: self.tape.number(at: self.index)))
        case .unsigned: self.tape.number(at: self.index)
        default: nil
        }
    }

    /// The number as a double, also of an integer (then the nearest one); nil if this is no number.
    @inlinable
    public var double: Double? {
        switch self.tape.tag(at: self.index) {
        case .double: Double(bitPattern: self.tape.number(at: self.index))
        case .integer: Double(Int64(bitPattern: self.tape.number(at: self.index)))
        case .unsigned: Double(self.tape.number(at: self.index))
        default: nil
        }
    }

    /// The string, unescaped, nil if this is something else.
    public var string: String? {
        guard self.tape.tag(at: self.index) == .string else { return nil }
        // simdjson has validated it; `String(decoding:)` would do so again.
        return unsafe String(copying: UTF8Span(unchecked: Span(_unsafeElements: self.tape.text(at: self.index))))
    }

    /// The string's bytes of UTF-8, unescaped and not copied, nil if this is something else.
    @inlinable
    public var utf8: Span<UInt8>? {
        @_lifetime(copy self)
        get {
            guard self.tape.tag(at: self.index) == .string else { return nil }
            let span = unsafe Span(_unsafeElements: self.tape.text(at: self.index))
            return unsafe _overrideLifetime(span, copying: self)
        }
    }

    /// The number of members of an object or of elements of an array, 0 for anything else.
    @inlinable
    public var count: Int {
        switch self.tape.tag(at: self.index) {
        case .object, .array: self.tape.count(at: self.index)
        default: 0
        }
    }

    /// Where this value stands in its document: `items[3].id`, empty for the root. Found by search, so for errors only.
    public var path: String { self.tape.path(to: self.index) }
}

extension Element.Kind: CustomStringConvertible {
    /// The kind as it is named in errors.
    public var description: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .integer: "an integer"
        case .unsigned: "an integer above 9223372036854775807"
        case .number: "a number with a fraction or an exponent"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
