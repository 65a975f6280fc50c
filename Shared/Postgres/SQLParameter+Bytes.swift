public import FoundationEssentials

/// Alone a byte is PostgreSQL's `"char"`; many of them are a `bytea`.
extension UInt8: SQLParameter, SQLColumn {
    /// `"char"`.
    public static var type: SQLType { .byte }
    /// `bytea`.
    public static var arrayType: SQLType { .bytea }
    /// Appends the byte.
    @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(self) }
    /// Appends the bytes as they are.
    @inlinable public static func encode(array values: [UInt8], into bytes: inout [UInt8]) {
        bytes.append(contentsOf: values)
    }

    /// Reads a `"char"`.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        guard type == .byte else { throw .type(type, as: Self.self) }
        self = try bytes.integer(UInt8.self, of: type)
    }

    /// Reads a `bytea`.
    public static func array(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) -> [UInt8] {
        guard type == .bytea else { throw .type(type, as: [UInt8].self) }
        return [UInt8](bytes)
    }
}

extension [UInt8] {
    /// Copies what the span shows.
    init(_ bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe Self($0) }
    }
}

extension String: SQLParameter, SQLColumn {
    /// `text`.
    public static var type: SQLType { .text }
    /// Appends the text as UTF-8.
    @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: self.utf8) }

    /// Reads `text`, `varchar` or `name`.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        guard type == .text || type == .varchar || type == .identifier else { throw .type(type, as: Self.self) }
        do { self.init(copying: try UTF8Span(validating: bytes)) } catch { throw .damaged(type) }
    }
}

extension UUID: SQLParameter, SQLColumn {
    /// `uuid`.
    public static var type: SQLType { .uuid }
    /// Appends sixteen bytes.
    @inlinable public func encode(into bytes: inout [UInt8]) {
        unsafe Swift.withUnsafeBytes(of: self.uuid) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Reads a `uuid`.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        guard type == .uuid else { throw .type(type, as: Self.self) }
        guard bytes.count == 16 else { throw .damaged(type) }
        self = unsafe bytes.bytes.withUnsafeBytes { unsafe UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
