/// A JSON document as its UTF-8 bytes, for columns of `json` and `jsonb`.
///
/// The server checks it; nothing here does.
public struct JSONText: Hashable, Sendable {
    /// The document.
    public var bytes: [UInt8]

    /// Takes the document as it is.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Takes the document as it is.
    public init(_ text: some StringProtocol) { self.bytes = Array(text.utf8) }
}

extension JSONText: SQLParameter, SQLColumn {
    /// `jsonb`, which the server turns into `json` where a column is that.
    public static var type: SQLType { .jsonb }

    /// Appends the document behind the number of its format, which has been 1 for ever.
    @inlinable public func encode(into bytes: inout [UInt8]) {
        bytes.append(1)
        bytes.append(contentsOf: self.bytes)
    }

    /// Reads `jsonb`, written by the server with spaces of its own, or `json`, as it was stored.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        switch type {
        case .json: self.bytes = [UInt8](bytes)
        case .jsonb:
            guard !bytes.isEmpty, bytes[0] == 1 else { throw .damaged(type) }
            self.bytes = [UInt8](bytes.extracting(1..<bytes.count))
        default: throw .type(type, as: Self.self)
        }
    }
}
