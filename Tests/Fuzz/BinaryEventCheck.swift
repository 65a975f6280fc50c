internal import Messages

/// An event in binary mode. An input is written like a request: a line `name: value` for each header (one without a
/// colon has no value), an empty line, and the value; without an empty line the record is a tombstone.
enum BinaryEventCheck {
    static func check(_ input: [UInt8]) {
        var headers = HeaderList()
        var rest = input[...]
        var value: [UInt8]?
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
            let line = Array(rest[..<end])
            rest = rest[end...].dropFirst()
            if line.isEmpty {
                value = Array(rest)
                break
            }
            self.add(line, to: &headers)
        }
        let glance =
            if let value { Glance(headers, value: value.span) } else { Glance(headers, value: nil) }
        RecordCheck.check(headers, value, glance)
    }

    private static func add(_ line: [UInt8], to headers: inout HeaderList) {
        let halves = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        let name = Array(halves[0])
        guard halves.count == 2 else { return headers.append(name.span, nil) }
        let value = Array(halves[1].drop { $0 == UInt8(ascii: " ") })
        headers.append(name.span, value.span)
    }
}
