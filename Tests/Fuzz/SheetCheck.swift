internal import Domain
internal import Messages
internal import Spreadsheet

@testable import Command

/// A file of the register: rows that the registry takes as they are, or faults that lie within the file.
enum SheetCheck {
    private static let name = "sheet.csv"

    static func check(_ input: [UInt8]) {
        let sheet = RegisterSheet(input, name: self.name, importID: "i-1")
        // Of the other encodings the bytes of line ends are line ends too, and perhaps of more characters.
        let lines = 1...(input.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 1)
        for fault in sheet.faults {
            insist(lines.contains(fault.line), "a fault lies within the file: \(fault)")
            insist(!fault.code.isEmpty && !fault.sentence.zh.isEmpty, "a fault says what is wrong: \(fault)")
            insist(!fault.description.contains(where: \.isNewline), "a fault is one line: \(fault)")
        }
        insist(sheet.faults.map(\.line) == sheet.faults.map(\.line).sorted(), "faults stand in the order of lines")
        insist(sheet.content != nil || !sheet.faults.isEmpty, "a file that is not read has a fault")
        guard sheet.faults.isEmpty else { return }
        switch sheet.content {
        case .rows(let rows):
            insist(rows.rows.allSatisfy { lines.contains($0.line) }, "a row lies within the file")
            self.send(rows)
        case .people(let people): _ = ContactImport(people)
        case nil: break
        }
    }

    /// What has no fault here has none at the registry.
    private static func send(_ rows: ImportRows) {
        let parts = rows.split(sizeLimitBytes: 256)
        insist(parts.flatMap(\.rows) == rows.rows, "no row is lost between commands")
        var decoder = MessageDecoder<RegistryCommand>(valueLimitBytes: Limits.commandBytes)
        for part in parts {
            let command = RegistryCommand.importRows(part)
            let envelope = Envelope(source: "/test", id: "i-1-1", type: command.type)
            let message = insist("the registry takes \(String(decoding: command.data, as: UTF8.self))") {
                try decoder.decode(envelope.headers(), value: command.data.span)
            }
            insist(message.body == command, "the registry reads what was sent")
        }
    }
}
