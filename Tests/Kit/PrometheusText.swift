/// A reader of Prometheus's text format that accepts nothing but it.
public enum PrometheusText {
    /// One line: a value and what it is of.
    public struct Sample: Equatable {
        /// The name in front.
        public let name: String
        /// The labels in braces.
        public let labels: [String: String]
        /// The value.
        public let value: Double
    }

    /// What stands under one `# TYPE`.
    public struct Family {
        /// `counter`, `gauge` or `histogram`.
        public let type: String
        /// Its lines, in order.
        public fileprivate(set) var samples: [Sample] = []
    }

    /// A line that Prometheus would refuse.
    struct Fault: Error {
        let line: String
        let reason: String
    }

    /// Reads a whole answer, by the names of the metrics.
    public static func parse(_ text: String) throws -> [String: Family] {
        var families: [String: Family] = [:]
        var current: String?
        var helped: String?
        var seen: Set<String> = []
        guard text.isEmpty || text.hasSuffix("\n") else { throw Fault(line: "", reason: "the last line does not end") }
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            if words.first == "#", words.count == 4, words[1] == "HELP" {
                guard families[words[2]] == nil else { throw Fault(line: line, reason: "comes again") }
                helped = words[2]
            } else if words.first == "#", words.count == 4, words[1] == "TYPE" {
                guard helped == words[2] else { throw Fault(line: line, reason: "has no help before it") }
                guard ["counter", "gauge", "histogram"].contains(words[3]) else {
                    throw Fault(line: line, reason: "type")
                }
                families[words[2]] = Family(type: words[3])
                current = words[2]
            } else {
                let sample = try self.sample(line)
                guard let name = current, let type = families[name]?.type else {
                    throw Fault(line: line, reason: "no type")
                }
                let names = type == "histogram" ? ["_bucket", "_sum", "_count"].map { name + $0 } : [name]
                guard names.contains(sample.name) else { throw Fault(line: line, reason: "belongs elsewhere") }
                guard seen.insert("\(sample.name)\(sample.labels.sorted { $0.key < $1.key })").inserted else {
                    throw Fault(line: line, reason: "comes again")
                }
                families[name]?.samples.append(sample)
            }
        }
        for (name, family) in families where family.type == "histogram" { try self.check(family, name: name) }
        return families
    }

    private static func sample(_ line: String) throws -> Sample {
        var rest = line[...]
        let name = self.word(&rest)
        guard !name.isEmpty else { throw Fault(line: line, reason: "no name") }
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest.removeFirst()
            while rest.first != "}" {
                let label = self.word(&rest)
                guard !label.isEmpty, rest.hasPrefix("=\"") else { throw Fault(line: line, reason: "label") }
                rest.removeFirst(2)
                guard labels.updateValue(try self.value(&rest, line), forKey: label) == nil else {
                    throw Fault(line: line, reason: "a label twice")
                }
                if rest.first == "," {
                    rest.removeFirst()
                } else if rest.first != "}" {
                    throw Fault(line: line, reason: "after a label")
                }
            }
            rest.removeFirst()
        }
        guard rest.first == " ", let value = self.number(rest.dropFirst()) else {
            throw Fault(line: line, reason: "value")
        }
        return Sample(name: name, labels: labels, value: value)
    }

    private static func word(_ rest: inout Substring) -> String {
        let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        rest = rest.dropFirst(word.count)
        return String(word)
    }

    private static func value(_ rest: inout Substring, _ line: String) throws -> String {
        var value = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return value
            case "\\":
                switch rest.popFirst() {
                case "n": value += "\n"
                case "\"": value += "\""
                case "\\": value += "\\"
                default: throw Fault(line: line, reason: "escape")
                }
            default: value.append(character)
            }
        }
        throw Fault(line: line, reason: "a label does not end")
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: text.allSatisfy { "0123456789.e+-".contains($0) } ? Double(text) : nil
        }
    }

    private static func check(_ family: Family, name: String) throws {
        let series = Dictionary(grouping: family.samples) { sample in
            sample.labels.filter { $0.key != "le" }.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
        }
        for samples in series.values {
            let buckets = samples.filter { $0.name == "\(name)_bucket" }
            let bounds = buckets.compactMap { $0.labels["le"] }.compactMap { self.number($0[...]) }
            let counts = buckets.map(\.value)
            let count = samples.first { $0.name == "\(name)_count" }?.value
            guard bounds.count == buckets.count, bounds == bounds.sorted(), bounds.last == .infinity,
                counts == counts.sorted(), counts.last == count, samples.contains(where: { $0.name == "\(name)_sum" })
            else { throw Fault(line: name, reason: "is no histogram") }
        }
    }
}
