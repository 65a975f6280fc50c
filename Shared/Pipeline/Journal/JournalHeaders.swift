internal import Crypto
public import JSON

/// The headers of an entry as its journal keeps them: JSON, readable in psql,
/// `[["name","text"],["name",null],["name",null,"base64"]]`.
public struct JournalHeaders: Sendable {
    /// The outer array without its end, so that more can be written behind; empty where there are no headers.
    private var open = JSONWriter()

    private static let bracket = [UInt8(ascii: "[")]

    /// No headers.
    public init() {}

    /// What a column holds, as it stands.
    public init(json bytes: [UInt8]) { self.open = JSONWriter(behind: bytes.dropLast()) }

    /// Headers, in their order.
    public init(_ headers: some Sequence<JournalHeader>) {
        for header in headers { self.append(header) }
    }

    /// Whether there are none.
    public var isEmpty: Bool { self.open.bytes.isEmpty }

    /// Bytes of it all.
    var byteCount: Int { self.open.bytes.count }

    /// Forgets the headers and keeps the memory.
    public mutating func removeAll() { self.open.removeAll() }

    /// Puts a header behind the others.
    public mutating func append(_ header: JournalHeader) {
        guard let value = header.value else { return self.append(header.name) { $0.null() } }
        if !value.contains(0), (try? UTF8Span(validating: value.span)) != nil {
            self.append(header.name) { $0.utf8(value.span) }
        } else {
            self.append(header.name) { writer in
                writer.null()
                writer.string(Base64.encode(value))
            }
        }
    }

    /// Puts a header of text behind the others.
    public mutating func append(_ name: String, _ text: String) { self.append(name) { $0.string(text) } }

    /// Puts a header behind the others, whose value `body` writes as a string.
    public mutating func append(_ name: String, _ body: (inout JSONWriter) -> Void) {
        if self.isEmpty { self.open.raw(Self.bracket.span) }
        self.open.array { writer in
            writer.string(name)
            body(&writer)
        }
    }

    /// Adds what a column of headers holds to others; nothing where there are none.
    func append(to bytes: inout [UInt8]) {
        guard !self.isEmpty else { return }
        bytes.append(contentsOf: self.open.bytes)
        bytes.append(UInt8(ascii: "]"))
    }

    /// The whole as JSON; `nil` where there are no headers.
    public func json() -> [UInt8]? {
        guard !self.isEmpty else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(self.byteCount + 1)
        self.append(to: &bytes)
        return bytes
    }

    /// Reads the headers.
    ///
    /// - Throws: `JSONError` for what somebody else has put into the column.
    public func read() throws -> [JournalHeader] {
        var reader = DocumentReader()
        var headers: [JournalHeader] = []
        try self.forEach(with: &reader) { name, value in
            var bytes: [UInt8]?
            if let value { bytes = Array(copying: value) }
            headers.append(JournalHeader(name: String(decoding: Array(copying: name), as: UTF8.self), value: bytes))
        }
        return headers
    }

    /// Lends name and value of each header, in their order, with memory that is used again.
    func forEach(
        with reader: inout DocumentReader, _ body: (_ name: Span<UInt8>, _ value: Span<UInt8>?) -> Void
    ) throws {
        guard let json = self.json() else { return }
        try reader.read(json.span) { root in
            root.forEachElement { header in
                guard let name = header.element(0)?.utf8 else { return }
                if let encoded = header.element(2)?.string, let bytes = Base64.decode(encoded) {
                    body(name, bytes.span)
                } else {
                    body(name, header.element(1)?.utf8)
                }
            }
        }
    }
}

extension JournalHeaders: ExpressibleByArrayLiteral {
    /// Headers, in their order.
    public init(arrayLiteral elements: JournalHeader...) { self.init(elements) }
}
