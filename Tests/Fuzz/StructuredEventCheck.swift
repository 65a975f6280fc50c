internal import Domain
internal import Messages

@testable import Command

/// An event in structured mode, as a record carries it and as a file does.
enum StructuredEventCheck {
    static func check(_ input: [UInt8]) {
        let headers = Envelope.structuredHeaders()
        let glance = Glance(headers, value: input.span)
        let message = RecordCheck.check(headers, input, glance)
        // A glance sees no name that is written with escapes.
        if let message, !input.contains(UInt8(ascii: "\\")) {
            insist(glance.source == message.envelope.source, "a glance sees the source")
            insist(glance.id == message.envelope.id, "a glance sees the id")
            insist(message.body.unit == nil || glance.unit == message.body.unit?.rawValue, "a glance sees the unit")
            insist(message.body.held == nil || glance.occurred == message.occurred, "a glance sees when it was")
        }
        self.cut(input)
    }

    /// A file is cut into the same events wherever its chunks end.
    private static func cut(_ input: [UInt8]) {
        let whole = self.texts(input, chunkBytes: max(1, input.count))
        let lines = input.count { $0 == UInt8(ascii: "\n") } + 1
        insist(whole.allSatisfy { 1...lines ~= $0.line && !$0.bytes.isEmpty }, "an event begins on a line of the file")
        let inChunks = self.texts(input, chunkBytes: 3)
        insist(whole.map(\.line) == inChunks.map(\.line), "chunks do not change the lines")
        insist(whole.map(\.bytes) == inChunks.map(\.bytes), "chunks do not change the events")
    }

    private static func texts(_ input: [UInt8], chunkBytes: Int) -> [EventFile.Text] {
        var cutter = EventCutter()
        var texts: [EventFile.Text] = []
        for start in stride(from: 0, to: input.count, by: chunkBytes) {
            cutter.append(input[start..<min(start + chunkBytes, input.count)])
            while let text = cutter.next() { texts.append(text) }
        }
        cutter.end()
        while let text = cutter.next() { texts.append(text) }
        return texts
    }
}
