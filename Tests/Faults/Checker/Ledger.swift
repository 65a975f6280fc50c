import FoundationEssentials
import Kit

/// What the outside world has sent, as its ledger on the disk says: what must have come about at the end.
struct Ledger: Sendable {
    /// All records, in the order of their numbers.
    private(set) var entries: [LedgerEntry] = []

    /// Reads the file that the load writes.
    init(file path: String) throws {
        let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        for line in text.split(separator: "\n") {
            let value = try JSONValue(Array(line.utf8))
            let number = Int(value["n"]?.integer ?? -1)
            if let status = value["status"]?.string.flatMap({ LedgerEntry.Status(rawValue: $0) }) {
                self.entries[number].status = status
            } else {
                self.entries.append(Self.entry(value, number))
            }
        }
    }

    /// How many records are of a status.
    func count(_ status: LedgerEntry.Status) -> Int { self.entries.count { $0.status == status } }

    /// The ids of which a record of that fate and one of these statuses was sent.
    func ids(_ fate: String, _ statuses: LedgerEntry.Status...) -> Set<String> {
        Set(self.entries.lazy.filter { $0.fate == fate && statuses.contains($0.status) }.map(\.id))
    }

    /// The counts that imports have brought of which every command was acknowledged, and those that others may have.
    var counts: (certain: Set<String>, possible: Set<String>) {
        let imports = Dictionary(grouping: self.entries.filter(\.isCommand)) { $0.importName ?? "" }
        var (certain, possible) = (Set<String>(), Set<String>())
        for commands in imports.values {
            let counts = commands.flatMap(\.counts)
            possible.formUnion(counts)
            if commands.allSatisfy({ $0.status == .acked }) { certain.formUnion(counts) }
        }
        return (certain, possible)
    }

    private static func entry(_ value: JSONValue, _ number: Int) -> LedgerEntry {
        let data = value["record"]?["data"]
        var counts: [String] = []
        if data?["file"]?.string == "members" {
            counts = (data?["rows"]?.elements ?? []).map { row in
                let cells = (row["cells"]?.elements ?? []).compactMap(\.string)
                return cells.prefix(2).joined(separator: " ")
            }
        }
        return LedgerEntry(
            number: number, id: value["id"]?.string ?? "", isCommand: value["topic"]?.string == "commands",
            fate: value["fate"]?.string ?? "", importName: data?["import"]?.string, counts: counts)
    }
}
