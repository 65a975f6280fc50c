internal import JSON
internal import Messages
internal import Pipeline
internal import ServiceKit

/// How a refused record is put right: members that get another value, or an edited copy of the whole.
struct LetterMend {
    /// A member and what it is to be.
    struct Setting: ExpressibleByArgument {
        /// The path as letters write it: `data.unit`, `data.segments[2].part`, or an attribute such as `time`.
        let path: String
        fileprivate let steps: [MemberPath.Step]
        /// The value, as JSON.
        let json: [UInt8]

        static let expectation = "a member and its value, such as data.unit=b-0103 or data.attendance.present=30"

        /// Reads `data.unit=b-0103`; what is no JSON is a text.
        init?(argument: String) {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let path = MemberPath(String(parts[0])) else { return nil }
            self.path = String(parts[0])
            self.steps = path.steps
            var reader = DocumentReader()
            let given = Array(parts[1].utf8)
            if (try? reader.read(given, { _ in })) != nil {
                self.json = given
            } else {
                var writer = JSONWriter()
                writer.string(String(parts[1]))
                self.json = writer.bytes
            }
        }
    }

    let settings: [Setting]
    /// The edited copy: a structured event, or its data alone.
    let copy: [UInt8]?

    /// The record of a letter, put right, without what the letter added to it; nil where the letter has no value or
    /// only its beginning and there is no copy.
    ///
    /// - Throws: `JSONError` where the record is no JSON, or ``CommandFailure`` where a member cannot be set.
    func record(of letter: WholeLetter) throws -> KeptRecord? {
        var headers = letter.headers.filter { !$0.name.hasPrefix("dlq-") }
        var value = self.copy
        if let copy = self.copy, try Self.isWhole(copy) {
            // What an edited event says is said by its own attributes.
            headers = [JournalHeader("content-type", "application/cloudevents+json")]
        } else if self.copy != nil, Self.isStructured(headers) {
            throw CommandFailure(
                "letter \(letter.letter.number) holds a structured event: the edited copy must be one too, with its "
                    + "attributes and data")
        }
        if value == nil, !letter.isTruncated { value = letter.value }
        guard var mended = value else { return nil }
        let isStructured = Self.isStructured(headers)
        for setting in self.settings {
            var steps = setting.steps[...]
            if !isStructured {
                guard steps.first == .name("data") else {
                    headers.removeAll { $0.name == "ce_\(setting.path)" }
                    headers.append(JournalHeader("ce_\(setting.path)", try Self.text(setting.json)))
                    continue
                }
                steps = steps.dropFirst()
            }
            mended = try Self.setting(steps, to: setting.json, in: mended, path: setting.path)
        }
        return KeptRecord(
            key: letter.key, headers: headers, value: mended,
            origin: DeadLetterHeaders.Origin(
                topic: letter.letter.topic, partition: letter.letter.partition, offset: letter.letter.offset))
    }

    /// As readers decide it: by the content type.
    private static func isStructured(_ headers: [JournalHeader]) -> Bool {
        let type = headers.last { $0.name.lowercased() == "content-type" }?.value ?? []
        return String(decoding: type, as: UTF8.self).lowercased().hasPrefix("application/cloudevents")
    }

    private static func isWhole(_ copy: [UInt8]) throws -> Bool {
        var reader = DocumentReader()
        return try reader.read(copy) { $0.member("specversion") != nil }
    }

    private static func text(_ json: [UInt8]) throws -> String {
        var reader = DocumentReader()
        return try reader.read(json) { $0.string } ?? String(decoding: json, as: UTF8.self)
    }

    private static func setting(
        _ steps: ArraySlice<MemberPath.Step>, to json: [UInt8], in document: [UInt8], path: String
    ) throws -> [UInt8] {
        var reader = DocumentReader()
        var writer = JSONWriter()
        let isSet = try reader.read(document) { self.write($0, setting: steps, to: json, into: &writer) }
        guard isSet else { throw CommandFailure("the record has no place for \(path); 'guoying dlq show' shows it") }
        return writer.bytes
    }

    /// Writes a value with the member at the end of the steps set; an object gets a member that it does not have.
    private static func write(
        _ element: Element, setting steps: ArraySlice<MemberPath.Step>, to json: [UInt8], into writer: inout JSONWriter
    ) -> Bool {
        guard let step = steps.first else {
            writer.raw(json.span)
            return true
        }
        let rest = steps.dropFirst()
        var isSet = false
        switch (step, element.kind) {
        case (.name(let wanted), .object):
            writer.object { writer in
                element.forEachMember { name, value in
                    let name = String(decoding: Array(copying: name), as: UTF8.self)
                    writer.key(name)
                    if name == wanted {
                        isSet = self.write(value, setting: rest, to: json, into: &writer)
                    } else {
                        writer.element(value)
                    }
                }
                guard !isSet, rest.isEmpty, element.member(wanted) == nil else { return }
                writer.key(wanted)
                writer.raw(json.span)
                isSet = true
            }
        case (.index(let wanted), .array):
            writer.array { writer in
                var index = 0
                element.forEachElement { value in
                    if index == wanted {
                        isSet = self.write(value, setting: rest, to: json, into: &writer)
                    } else {
                        writer.element(value)
                    }
                    index += 1
                }
            }
        default: writer.element(element)
        }
        return isSet
    }
}
