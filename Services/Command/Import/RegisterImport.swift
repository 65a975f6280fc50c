internal import Crypto
internal import Kafka
internal import Messages
internal import ServiceKit

/// An import on its way to the registry: the commands that it travels as, each with an id of its own.
struct RegisterImport {
    /// How long a stretch is at most, in bytes.
    private static let stretchBytes = 2 << 20

    /// The commands in their order, with their ids.
    let commands: [(id: String, command: RegistryCommand)]
    /// Whether it has no file, so that there is nothing to be sent.
    let isEmpty: Bool
    /// The id of the import, which all its commands name.
    let id: String

    /// An id that nobody has chosen before.
    static func newID() -> String { Hex.encode(Random.bytes(12)) }

    /// An import of rows that all name it.
    init(id: String, sheets: [ImportRows], mode: ImportCommit.Mode) {
        self.id = id
        self.isEmpty = sheets.isEmpty
        let rowCount = sheets.reduce(0) { $0 + $1.rows.count }
        let commands =
            [RegistryCommand.importBegin(ImportBegin(importID: id))]
            + sheets.flatMap { $0.split() }.map { .importRows($0) }
            + [.importCommit(ImportCommit(importID: id, rows: rowCount, mode: mode))]
        self.commands = commands.enumerated().map { ("\(id)-\($0.offset + 1)", $0.element) }
    }

    /// The id of the command whose answer is the import's.
    var commitID: String { "\(self.id)-\(self.commands.count)" }

    /// The records for a topic, in stretches that are not too long to be sent before the registry has taken the one
    /// before in: a broker in memory keeps only some megabytes of a partition. All go to one partition, because the
    /// register is one tree with one order.
    func stretches(for topic: String) -> [Stretch] {
        var stretches: [Stretch] = []
        for (id, command) in self.commands {
            var envelope = Envelope(source: ServiceOffice.source, id: id, type: command.type)
            envelope.correlation = self.id
            let record = ServiceOffice.record(of: envelope, data: command.data, on: topic, partition: 0)
            let byteCount = record.value?.count ?? 0
            if stretches.isEmpty || (stretches.last?.byteCount ?? 0) + byteCount > Self.stretchBytes {
                stretches.append(Stretch(lastID: id))
            }
            stretches[stretches.count - 1].append(record, byteCount, id: id)
        }
        return stretches
    }

    /// Records that are sent together.
    struct Stretch {
        /// The id of the last command.
        private(set) var lastID: String
        private(set) var records: [OutgoingRecord] = []
        private(set) var byteCount = 0

        fileprivate init(lastID: String) { self.lastID = lastID }

        fileprivate mutating func append(_ record: OutgoingRecord, _ byteCount: Int, id: String) {
            self.lastID = id
            self.byteCount += byteCount
            self.records.append(record)
        }
    }
}

/// Rows of each file that there are rows of: `15 units, 13 counts, 12 sources`.
func rowSummary(_ rows: [RegisterFile: Int]) -> String {
    let counts = RegisterFile.allCases.compactMap { file in
        rows[file].flatMap { $0 > 0 ? counted($0, file.noun) : nil }
    }
    return counts.isEmpty ? "no rows" : counts.joined(separator: ", ")
}

extension RegisterFile {
    /// What a row of it is.
    fileprivate var noun: String {
        switch self {
        case .units: "unit"
        case .members: "count"
        case .committees: "committee"
        case .posts: "post"
        case .sources: "source"
        }
    }
}
