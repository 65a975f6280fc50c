/// What was wrong with the way the program was called or with what it was told to do.
struct UsageFault: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

/// What the program is told on its command line.
struct Arguments {
    struct Topic {
        let name: String
        let partitions: Int32
    }

    var topics: [Topic] = []
    var readyFile: String?

    static let help = """
        usage: guoying-broker [--topics NAME:PARTITIONS,NAME:PARTITIONS] [--ready-file PATH]

        Runs a Kafka broker in memory until SIGTERM, prints its address on one line, and forgets everything at its end.

          --topics      the topics to make, each with its number of partitions (1 to 10000)
          --ready-file  a file that gets the address once the broker serves; it appears whole or not at all
        """

    /// Reads the arguments; `nil` when help was asked for.
    init?(_ arguments: some Sequence<String>) throws(UsageFault) {
        var rest = arguments.makeIterator()
        while let name = rest.next() {
            if name == "--help" { return nil }
            guard name == "--topics" || name == "--ready-file" else { throw UsageFault("there is no option \(name)") }
            guard let value = rest.next(), !value.isEmpty else { throw UsageFault("\(name) needs a value") }
            if name == "--ready-file" {
                self.readyFile = value
            } else {
                for topic in value.split(separator: ",") { self.topics.append(try Self.topic(topic)) }
            }
        }
        guard Set(self.topics.map(\.name)).count == self.topics.count else {
            throw UsageFault("--topics names a topic twice")
        }
    }

    private static func topic(_ text: Substring) throws(UsageFault) -> Topic {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isName(parts[0]) else {
            throw UsageFault("--topics wants NAME:PARTITIONS with letters, digits, '.', '_' and '-', not '\(text)'")
        }
        guard let partitions = Int32(parts[1]), (1...10_000).contains(partitions) else {
            throw UsageFault("topic \(parts[0]) wants between 1 and 10000 partitions, not '\(parts[1])'")
        }
        return Topic(name: String(parts[0]), partitions: partitions)
    }

    /// Kafka's own rule.
    private static func isName(_ name: Substring) -> Bool {
        let isLegal = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isLegal && (1...249).contains(name.utf8.count) && name != "." && name != ".."
    }
}
