/// A value that can be read from a column in the binary format of its type.
///
/// Types of the domain conform by asking a type that does already:
/// ```swift
/// extension UnitCode: SQLColumn {
///     init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
///         self.init(rawValue: try String(column: bytes, type: type))
///     }
/// }
/// ```
/// That makes optionals and arrays of them readable too.
public protocol SQLColumn {
    /// Reads a value of `type`.
    ///
    /// - Throws: ``UnreadableValue``, which the row completes with the column's name.
    init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue)

    /// What NULL is read as: an error unless said otherwise.
    static func null() throws(UnreadableValue) -> Self

    /// Reads many such values from one of `type`: an array unless said otherwise.
    static func array(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) -> [Self]
}

/// Why a value cannot be read as what the code expects.
public struct UnreadableValue: Error, Sendable {
    /// What was found and what was expected, to follow "column x ".
    public let reason: String

    /// Says why, in words that follow "column x ", such as "holds 3, which is no kind of unit".
    public init(_ reason: String) { self.reason = reason }

    static func type(_ found: SQLType, as expected: Any.Type) -> Self {
        Self("is of type \(found), which cannot be read as \(expected): cast it in the statement, or read another type")
    }

    static func damaged(_ found: SQLType) -> Self {
        Self("holds \(found) that is not in the format of \(found)")
    }
}

extension SQLColumn {
    /// Nothing: a column that can be NULL is read as an optional.
    public static func null() throws(UnreadableValue) -> Self {
        throw UnreadableValue("is NULL, and \(Self.self) has no word for that: read it as an optional")
    }

    /// Reads an array of at most one dimension, as `array_send` wrote it.
    public static func array(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) -> [Self] {
        guard type.holdsArrays else { throw .type(type, as: [Self].self) }
        guard bytes.count >= 12 else { throw .damaged(type) }
        let dimensions = bytes.integer(Int32.self, at: 0)
        if dimensions == 0 { return [] }
        guard dimensions == 1 else { throw UnreadableValue("holds an array of \(dimensions) dimensions, not of one") }
        guard bytes.count >= 20 else { throw .damaged(type) }
        let element = SQLType.numbered(bytes.integer(UInt32.self, at: 8))
        let count = Int(bytes.integer(Int32.self, at: 12))
        // Each element takes four bytes at least, so a length that cannot be true reserves nothing.
        guard count >= 0, count <= (bytes.count - 20) / 4 else { throw .damaged(type) }

        var values: [Self] = []
        values.reserveCapacity(count)
        var offset = 20
        for _ in 0..<count {
            guard offset + 4 <= bytes.count else { throw .damaged(type) }
            let length = Int(bytes.integer(Int32.self, at: offset))
            offset += 4
            if length < 0 {
                values.append(try Self.null())
                continue
            }
            guard length <= bytes.count - offset else { throw .damaged(type) }
            values.append(try Self(column: bytes.extracting(offset..<(offset + length)), type: element))
            offset += length
        }
        return values
    }
}

extension Optional: SQLColumn where Wrapped: SQLColumn {
    /// Reads the value that is there.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        self = .some(try Wrapped(column: bytes, type: type))
    }

    /// No value.
    public static func null() throws(UnreadableValue) -> Self { .none }
}

extension Array: SQLColumn where Element: SQLColumn {
    /// Reads `bytea` as bytes, and an array as everything else.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        self = try Element.array(column: bytes, type: type)
    }
}

extension Span<UInt8> {
    /// The number whose bytes begin at `offset`, most significant first; the caller has made sure that they are there.
    func integer<Number: FixedWidthInteger>(_: Number.Type, at offset: Int) -> Number {
        var number: Number = 0
        for index in offset..<(offset + Number.bitWidth / 8) {
            number = number << 8 | Number(truncatingIfNeeded: self[index])
        }
        return number
    }

    /// The number that is all of the bytes.
    func integer<Number: FixedWidthInteger>(_: Number.Type, of type: SQLType) throws(UnreadableValue) -> Number {
        guard self.count == Number.bitWidth / 8 else { throw .damaged(type) }
        return self.integer(Number.self, at: 0)
    }
}
