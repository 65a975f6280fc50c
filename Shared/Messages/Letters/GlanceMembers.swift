internal import JSON

/// The few members of an object that a dead letter is found by, as they stood in the text.
struct GlanceMembers {
    /// A member that is looked for.
    enum Member: Int, CaseIterable {
        case unit, kind, startedAt, id, source, time, recordedtime, base64

        /// The member of that name, which is given in its quotes.
        init?(_ quoted: Span<UInt8>) {
            switch quoted {
            case "\"unit\"": self = .unit
            case "\"kind\"": self = .kind
            case "\"startedAt\"": self = .startedAt
            case "\"id\"": self = .id
            case "\"source\"": self = .source
            case "\"time\"": self = .time
            case "\"recordedtime\"": self = .recordedtime
            case "\"data_base64\"": self = .base64
            default: return nil
            }
        }

        /// As much of a value as is kept, in bytes.
        var limitBytes: Int { self == .base64 ? 2 * Limits.eventBytes : Limits.attributeBytes }
    }

    /// The value of each member in its quotes; empty where there is none.
    private var values = [[UInt8]](repeating: [], count: Member.allCases.count)

    /// Keeps a value, which is given in its quotes, unless there is one already.
    mutating func note(_ member: Member, _ quoted: Span<UInt8>) {
        guard self.values[member.rawValue].isEmpty, quoted.count <= member.limitBytes else { return }
        self.values[member.rawValue] = [UInt8](copying: quoted)
    }

    /// The value of a member; nil where there is none, or none that can be read or is not empty.
    func text(_ member: Member) -> String? {
        let quoted = self.values[member.rawValue]
        guard !quoted.isEmpty else { return nil }
        // A string in its quotes is a document of its own, so that escapes are the JSON reader's business.
        var reader = DocumentReader(sizeLimitBytes: member.limitBytes)
        guard let text = try? reader.read(quoted.span, { $0.string }), !text.isEmpty,
            isAttributeText(Array(text.utf8).span)
        else { return nil }
        return text
    }
}
