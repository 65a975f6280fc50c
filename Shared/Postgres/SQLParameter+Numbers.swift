extension Bool: SQLParameter, SQLColumn {
    /// `bool`.
    public static var type: SQLType { .bool }
    /// Appends one byte.
    @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }

    /// Reads a `bool`.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        guard type == .bool else { throw .type(type, as: Self.self) }
        self = try bytes.integer(UInt8.self, of: type) != 0
    }
}

/// Reads a whole number of the server's of any size that surely fits.
private func integer<Number: FixedWidthInteger>(
    _: Number.Type, column bytes: Span<UInt8>, type: SQLType
) throws(UnreadableValue) -> Number {
    switch type {
    case .int2: return Number(try bytes.integer(Int16.self, of: type))
    case .int4 where Number.bitWidth >= 32: return Number(try bytes.integer(Int32.self, of: type))
    case .int8 where Number.bitWidth >= 64: return Number(try bytes.integer(Int64.self, of: type))
    default: throw .type(type, as: Number.self)
    }
}

extension Int16: SQLParameter, SQLColumn {
    /// `smallint`.
    public static var type: SQLType { .int2 }
    /// Appends two bytes.
    @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }

    /// Reads a `smallint`.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        self = try integer(Self.self, column: bytes, type: type)
    }
}

extension Int32: SQLParameter, SQLColumn {
    /// `integer`.
    public static var type: SQLType { .int4 }
    /// Appends four bytes.
    @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }

    /// Reads an `integer` or a smaller one.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        self = try integer(Self.self, column: bytes, type: type)
    }
}

extension Int64: SQLParameter, SQLColumn {
    /// `bigint`.
    public static var type: SQLType { .int8 }
    /// Appends eight bytes.
    @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }

    /// Reads a `bigint` or a smaller one.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        self = try integer(Self.self, column: bytes, type: type)
    }
}

extension Int: SQLParameter, SQLColumn {
    /// `bigint`.
    public static var type: SQLType { .int8 }
    /// Appends eight bytes.
    @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: Int64(self)) }

    /// Reads a `bigint` or a smaller one.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        self = try integer(Self.self, column: bytes, type: type)
    }
}

extension Double: SQLParameter, SQLColumn {
    /// `double precision`.
    public static var type: SQLType { .float8 }
    /// Appends eight bytes.
    @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self.bitPattern) }

    /// Reads a `double precision`.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        guard type == .float8 else { throw .type(type, as: Self.self) }
        self.init(bitPattern: try bytes.integer(UInt64.self, of: type))
    }
}
