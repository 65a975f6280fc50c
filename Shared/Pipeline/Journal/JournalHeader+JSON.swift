internal import Crypto
internal import JSON

// Headers lie in the journal as JSON, readable in psql: `[["name","text"],["name",null],["name",null,"base64"]]`.

extension [JournalHeader] {
    /// The headers as the journal keeps them; `nil` where there are none.
    public func json() -> [UInt8]? {
        guard !self.isEmpty else { return nil }
        var writer = JSONWriter()
        writer.array { writer in
            for header in self {
                writer.array { writer in
                    writer.string(header.name)
                    guard let value = header.value else { return writer.null() }
                    if !value.contains(0), (try? UTF8Span(validating: value.span)) != nil {
                        writer.utf8(value.span)
                    } else {
                        writer.null()
                        writer.string(Base64.encode(value))
                    }
                }
            }
        }
        return writer.bytes
    }

    /// Reads what `json()` wrote.
    ///
    /// - Throws: `JSONError` where it is no JSON.
    public init(json bytes: [UInt8]) throws {
        var reader = DocumentReader()
        self = try reader.read(bytes.span) { root in
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
