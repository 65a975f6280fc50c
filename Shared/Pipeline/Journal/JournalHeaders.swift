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
        return try self.read(with: &reader)
    }

    /// Reads the headers, with memory that is used again.
    func read(with reader: inout DocumentReader) throws -> [JournalHeader] {
        guard let bytes = self.json() else { return [] }
        return try reader.read(bytes.span) { root in
            var headers: [JournalHeader] = []
            root.forEachElement { pair in
                var fields: [String?] = []
                pair.forEachElement { fields.append($0.string) }
                guard let name = fields.first ?? nil else { return }
                let encoded = fields.count > 2 ? fields[2].flatMap(Base64.decode) : nil
                let text = fields.count > 1 ? fields[1].map { [UInt8]($0.utf8) } : nil
                headers.append(JournalHeader(name: name, value: encoded ?? text))
            }
            return headers
        }
    }
}

extension JournalHeaders: ExpressibleByArrayLiteral {
    /// Headers, in their order.
    public init(arrayLiteral elements: JournalHeader...) { self.init(elements) }
}
