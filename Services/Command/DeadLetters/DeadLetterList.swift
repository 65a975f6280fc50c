internal import Domain
internal import JSON
internal import Messages

/// Refused records, for people or for programs.
struct DeadLetterList {
    private let letters: [OpenLetter]

    /// A list of letters, the newest last.
    init(_ letters: [OpenLetter]) { self.letters = letters }

    /// A table with a line for each letter; what could not be read is a hyphen.
    var text: String {
        guard !self.letters.isEmpty else { return "no open dead letters\n" }
        let header = ["letter", "code", "field", "source", "id", "unit", "kind", "occurred", "topic/partition/offset"]
        let rows = self.letters.map { letter in
            [
                letter.number.description, letter.code, letter.field ?? "-", letter.source ?? "-",
                letter.eventID ?? "-", letter.unit ?? "-",
                letter.kind ?? "-", letter.occurred?.shortText ?? "-",
                "\(letter.topic)/\(letter.partition)/\(letter.offset)",
            ].map { $0.isEmpty ? "-" : $0.fitted(to: 60) }
        }
        return TextTable([header] + rows).text
    }

    /// One object with the list.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("deadLetters")
            writer.array { writer in
                for letter in self.letters { Self.write(letter, into: &writer) }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private static func write(_ letter: OpenLetter, into writer: inout JSONWriter) {
        let texts: [(String, String?)] = [
            ("letter", letter.number.description), ("code", letter.code), ("field", letter.field),
            ("stage", letter.stage), ("source", letter.source),
            ("id", letter.eventID), ("unit", letter.unit), ("kind", letter.kind),
            ("occurred", letter.occurred?.description), ("recorded", letter.recorded.description),
            ("accepted", letter.accepted.description), ("topic", letter.topic),
        ]
        writer.object { writer in
            for (name, text) in texts {
                guard let text else { continue }
                writer.key(name)
                writer.string(text)
            }
            writer.key("partition")
            writer.integer(Int64(letter.partition))
            writer.key("offset")
            writer.integer(letter.offset)
        }
    }
}
