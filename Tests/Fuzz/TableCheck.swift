internal import JSON
internal import Messages
internal import YAML

@testable import Command

/// A table of events and, before a line `%%`, the mapping that says what its columns mean: events that are taken or
/// refused as the intake does it, or a fault that names the line on which something is wrong.
enum TableCheck {
    private static let name = "events.csv"
    /// A row costs as much as any other, however many there are.
    private static let rowLimit = 50

    static func check(_ input: [UInt8]) {
        let cut = input.firstRange(of: Array("\n%%\n".utf8))
        let table = cut.map { Array(input[$0.upperBound...]) } ?? input
        guard let cut else { return self.read(table, nil) }
        guard let mapping = self.mapping(Array(input[..<cut.lowerBound])) else { return }
        self.read(table, mapping)
    }

    private static func mapping(_ text: [UInt8]) -> EventMapping? {
        do throws(YAMLError) {
            return try EventMapping(text, file: "mapping.yaml")
        } catch {
            let isPlace = TextPlaces(text).hold(line: error.line, column: error.column)
            insist(isPlace, "a fault lies within the mapping: \(error)")
            insist(!"\(error)".contains(where: \.isNewline), "a fault is one line: \(error)")
            return nil
        }
    }

    private static func read(_ table: [UInt8], _ mapping: EventMapping?) {
        // Of the other encodings the bytes of line ends are line ends too, and perhaps of more characters.
        let lines = 1...(table.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 1)
        do throws(CommandFailure) {
            var events = try EventTable(table, name: self.name, mapping)
            var check = EventCheck()
            var line = 0
            for _ in 1...self.rowLimit {
                guard let text = events.next() else { break }
                insist(lines.contains(text.line) && text.line > line, "each row lies behind the one before")
                line = text.line
                self.judge(text, &check)
            }
        } catch {
            self.blame(error, lines)
        }
    }

    /// A fault names the file and the line: `events.csv:3: …`.
    private static func blame(_ failure: CommandFailure, _ lines: ClosedRange<Int>) {
        let text = failure.description
        let words = text.split(separator: ":", maxSplits: 2)
        let line = words.count == 3 ? Int(words[1]) ?? 0 : 0
        insist(words[0] == self.name && lines.contains(line), "a fault lies within the table: \(text)")
        insist(!text.contains(where: \.isNewline), "a fault is one line: \(text.debugDescription)")
    }

    /// The event of a row: what the intake makes of it is what is said of it beforehand.
    private static func judge(_ text: EventFile.Text, _ check: inout EventCheck) {
        insist(!text.bytes.contains(UInt8(ascii: "\n")), "an event is a line of JSON")
        var reader = DocumentReader(depthLimit: 1_024)
        // A NUL is refused wherever it stands, and so it is here.
        if text.bytes.firstRange(of: Array(#"\u0000"#.utf8)) == nil {
            insist("an event is JSON: \(String(decoding: text.bytes, as: UTF8.self))") {
                try reader.read(text.bytes) { insist($0.kind == .object, "an event is an object") }
            }
        }
        let glance = Glance(Envelope.structuredHeaders(), value: text.bytes.span)
        let taken = RecordCheck.check(Envelope.structuredHeaders(), text.bytes, glance)
        do throws(Fault) {
            let message = try check.read(text)
            insist(message.content == taken?.content, "the intake takes what is found right")
            insist(message.identity == taken?.identity, "the intake takes what is found right as the same")
        } catch {
            insist(taken == nil || error.code == .sourceNotAllowed, "the intake refuses what is found wrong: \(error)")
            var expectation = Expectation()
            let explanation = expectation.explain(error, in: text.bytes)
            let fault = EventFault(file: self.name, line: text.line, fault: error, explanation: explanation)
            insist(!"\(fault)".contains(where: \.isNewline), "a fault is one line: \("\(fault)".debugDescription)")
        }
    }
}
