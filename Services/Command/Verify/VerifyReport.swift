internal import Domain
internal import JSON
internal import Kafka
internal import Messages
internal import Pipeline
internal import ServiceKit

/// What came of it all.
struct VerifyReport {
    /// Entries that were read, and the lanes that they lie in.
    var (entries, lanes) = (0, 0)
    /// Topics that were compared; nothing where the brokers could not be reached.
    var topics: Int?
    /// Why they could not.
    var unreachable: KafkaError?
    /// Verdicts that were judged again.
    var verdicts = 0
    /// Verdicts by packs that are not at hand.
    var unjudged: [Provenance.PackEdition: Int] = [:]
    /// Rows that were compared and their tables, where that was asked for.
    var rebuilt: (rows: Int, tables: Int)?
    /// What is not as it was journalled.
    var found = Discrepancies()
    /// How long it took.
    var duration = Duration.zero

    /// One line for each discrepancy; behind them what was verified of each aspect, with what to do where something is
    /// wrong, and a summary.
    var text: String {
        guard self.entries > 0 || self.found.count > 0 else {
            return "nothing is journalled yet: there is nothing to verify\n"
        }
        let discrepancies = self.found.kept.map { $0.text.printable + "\n" }.joined()
        let gap = discrepancies.isEmpty ? "" : "\n"
        var lines = LabelledLines()
        for aspect in VerifyAspect.allCases {
            let count = self.found.count(of: aspect)
            let kept = count > Discrepancies.keptLimit ? ", the first \(Discrepancies.keptLimit) above" : ""
            let outcome = count == 0 ? "" : ": " + Self.discrepancies(count) + kept
            lines.add(aspect.rawValue, self.extent(of: aspect).map { $0 + outcome })
            if count > 0 { lines.add("", aspect.remedy) }
            if aspect == .verdicts { for text in self.unjudgedTexts { lines.add("", text) } }
        }
        let tenths = Int(self.duration / .milliseconds(100))
        let outcome = self.found.count == 0 ? "all as journalled" : Self.discrepancies(self.found.count)
        return discrepancies + gap + lines.text + "verified in \(tenths / 10).\(tenths % 10) s: \(outcome)\n"
    }

    /// The same for programs.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            let counts: [(name: String, count: Int?)] = [
                ("entries", self.entries), ("lanes", self.lanes), ("topics", self.topics), ("verdicts", self.verdicts),
                ("rows", self.rebuilt?.rows), ("tables", self.rebuilt?.tables),
                ("milliseconds", Int(self.duration / .milliseconds(1))), ("discrepancyCount", self.found.count),
            ]
            for case (let name, let count?) in counts {
                writer.key(name)
                writer.integer(count)
            }
            writer.key("notJudgedAgain")
            writer.array { writer in
                for (pack, count) in self.editions { Self.write(pack, count, into: &writer) }
            }
            writer.key("discrepancies")
            writer.array { writer in for discrepancy in self.found.kept { Self.write(discrepancy, into: &writer) } }
        }
        return writer.bytes + [0x0A]
    }

    /// How much was verified of an aspect; nothing where that was not asked for.
    private func extent(of aspect: VerifyAspect) -> String? {
        switch aspect {
        case .journals: "\(counted(self.entries, "entry", plural: "entries")) in \(counted(self.lanes, "lane"))"
        case .topics: self.topics.map { "\($0) compared" } ?? "not compared"
        case .verdicts: "\(self.verdicts) judged again"
        case .tables: self.rebuilt.map { "\(counted($0.rows, "row")) of \(counted($0.tables, "table"))" }
        }
    }

    private var unjudgedTexts: [String] {
        self.editions.map { pack, count in
            "\(counted(count, "verdict")) not judged again: the folder of packs has no \(pack.id) \(pack.version) "
                + "of digest \(pack.digest)"
        }
    }

    private var editions: [(pack: Provenance.PackEdition, count: Int)] {
        self.unjudged.map { ($0.key, $0.value) }.sorted { $0.pack.digest < $1.pack.digest }
    }

    private static func discrepancies(_ count: Int) -> String {
        counted(count, "discrepancy", plural: "discrepancies")
    }

    private static func write(_ pack: Provenance.PackEdition, _ count: Int, into writer: inout JSONWriter) {
        writer.object { writer in
            for (name, text) in [("pack", pack.id.rawValue), ("version", pack.version), ("digest", pack.digest)] {
                writer.key(name)
                writer.string(text)
            }
            writer.key("verdicts")
            writer.integer(count)
        }
    }

    private static func write(_ discrepancy: Discrepancy, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("aspect")
            writer.string(discrepancy.subject.aspect.rawValue)
            writer.key("service")
            writer.string(discrepancy.service)
            if let number = discrepancy.number {
                writer.key("lane")
                writer.integer(number.lane)
                writer.key("position")
                writer.integer(number.position)
            }
            let texts = [
                ("subject", discrepancy.subject.text), ("found", discrepancy.found), ("expected", discrepancy.expected),
            ]
            for (name, text) in texts {
                writer.key(name)
                writer.string(text)
            }
        }
    }
}
