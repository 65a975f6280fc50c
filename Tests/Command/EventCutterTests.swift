import Testing

@testable import Command

@Suite struct `A file of events` {
    /// What is cut out of a text that comes in pieces of some bytes, as `line:text`.
    private func cut(_ text: String, pieces: Int = .max, shape: EventCutter.Shape? = nil, limitBytes: Int = 1 << 20)
        -> [String]
    {
        var cutter = EventCutter(shape, limitBytes: limitBytes)
        var found: [String] = []
        func take() {
            while let event = cutter.next() {
                found.append("\(event.line):\(String(decoding: event.bytes, as: UTF8.self))")
            }
        }
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: min(pieces, max(bytes.count, 1))) {
            cutter.append(bytes[start..<min(bytes.count, start + min(pieces, bytes.count))])
            take()
        }
        cutter.end()
        take()
        return found
    }

    @Test(arguments: [1, 2, 3, 7, Int.max])
    func `is cut at the ends of lines, however it arrives`(pieces: Int) {
        let text = "\u{FEFF}{\"a\":1}\r\n\n  {\"b\":[2]}  \n{\"c\":3}"

        #expect(self.cut(text, pieces: pieces) == ["1:{\"a\":1}", "3:{\"b\":[2]}", "4:{\"c\":3}"])
    }

    @Test(arguments: [1, 2, 3, 7, Int.max])
    func `is cut between the elements of an array, however it arrives`(pieces: Int) {
        let text = " [ {\"a\": [1, 2]},\n {\"b\": \"],\\\"\\\\\"},\n\n{\n\"c\": {}\n} ]\n"

        #expect(
            self.cut(text, pieces: pieces)
                == ["1:{\"a\": [1, 2]}", "2:{\"b\": \"],\\\"\\\\\"}", "4:{\n\"c\": {}\n}"])
    }

    @Test func `leaves what is not closed to whoever reads it`() {
        #expect(self.cut("[{\"a\":1},\n{\"b\":\"x") == ["1:{\"a\":1}", "2:{\"b\":\"x"])
        #expect(self.cut("[{\"a\":1}\n{\"b\":2}]") == ["1:{\"a\":1}\n{\"b\":2}"])
        #expect(self.cut("[{\"a\":1}] x") == ["1:{\"a\":1}", "1:x"])
    }

    @Test func `is lines where that is said, whatever they begin with`() {
        #expect(self.cut("[1\n]", shape: .lines) == ["1:[1", "2:]"])
    }

    @Test func `holds nothing where there is nothing`() {
        #expect(self.cut("").isEmpty)
        #expect(self.cut(" \n\r\n").isEmpty)
        #expect(self.cut("[]").isEmpty)
    }

    @Test func `keeps no more of an event than shows that it is too long`() {
        #expect(
            self.cut("xxxxxxxxxx\ny", limitBytes: 4) == ["1:xxxxx", "2:y"])
        #expect(self.cut("[\"xxxxxx\",\n{}]", limitBytes: 4) == ["1:\"xxxx", "2:{}"])
    }
}
