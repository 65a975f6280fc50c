internal import Crypto
internal import Domain
internal import JSON

/// A column's value: as the journal says it must be, or as a table holds it. Both come from JSON, so that both are
/// written in the same way.
enum ProjectedValue: Hashable {
    /// Nothing.
    case null
    /// A text, a day, a UUID.
    case text(String)
    /// An instant.
    case instant(Instant)
    /// Anything else: its canonical JSON.
    case json(String)

    /// The columns, and members of the journal's entries, that hold instants.
    private static let instants: Set<String> = [
        "recorded", "accepted", "occurred", "ended", "since", "raised", "changed", "revoked", "until", "recorded_until",
    ]

    static func text(_ text: String?) -> Self { text.map { .text($0) } ?? .null }
    static func instant(_ instant: Instant?) -> Self { instant.map { .instant($0) } ?? .null }
    static func number(_ number: some BinaryInteger) -> Self { .json(String(number)) }
    static func flag(_ flag: Bool) -> Self { .json(flag ? "true" : "false") }

    /// A digest as PostgreSQL writes a UUID.
    static func uuid(_ digest: Digest16) -> Self {
        var text = digest.hex
        for place in [20, 16, 12, 8] { text.insert("-", at: text.index(text.startIndex, offsetBy: place)) }
        return .text(text)
    }

    /// A document, whatever way it was written in.
    static func json(_ bytes: [UInt8]?, with reader: inout DocumentReader) throws -> Self {
        guard let bytes else { return .null }
        return .json(try reader.read(bytes) { Self.canonical($0) })
    }

    /// The members of an object, by name.
    static func members(of json: [UInt8], with reader: inout DocumentReader) throws -> [String: Self] {
        try reader.read(json) { root in
            var members: [String: Self] = [:]
            root.forEachMember { name, value in
                let name = String(decoding: name.indices.map { name[$0] }, as: UTF8.self)
                members[name] = Self(value, of: name)
            }
            return members
        }
    }

    private init(_ element: Element, of name: String) {
        if element.isNull {
            self = .null
        } else if let text = element.string {
            let instant = Self.instants.contains(name) ? Instant(text) : nil
            self = instant.map { .instant($0) } ?? .text(text)
        } else {
            self = .json(Self.canonical(element))
        }
    }

    private static func canonical(_ element: Element) -> String {
        var writer = CanonicalWriter()
        return String(decoding: writer.bytes(of: element), as: UTF8.self)
    }
}

extension ProjectedValue: CustomStringConvertible {
    /// The value as a person reads it.
    var description: String {
        switch self {
        case .null: "nothing"
        case .text(let text): "'\(text)'"
        case .instant(let instant): instant.description
        case .json(let json): json
        }
    }
}
