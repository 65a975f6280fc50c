public import Crypto
public import Postgres

extension FixedBytes: SQLParameter where count == 16 {
    /// `uuid`.
    public static var type: SQLType { .uuid }

    /// Appends the sixteen bytes.
    public func encode(into bytes: inout [UInt8]) { self.append(to: &bytes) }
}

extension FixedBytes: SQLColumn where count == 16 {
    /// Reads `uuid`.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        guard type == .uuid, let value = Self(bytes) else { throw UnreadableValue("is of type \(type), not uuid") }
        self = value
    }
}
