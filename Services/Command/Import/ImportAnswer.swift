internal import Domain
internal import JSON
internal import Messages
internal import Postgres

/// What the registry has answered to an import.
enum ImportAnswer {
    /// It is right, and was applied if it was to be.
    case accepted(ImportOutcome)
    /// It is not right, and nothing was applied: each command that was not carried out says why.
    case rejected([CommandRejection])

    /// Looks for the answer; nil where there is none yet.
    static func read(of order: RegisterImport, on connection: Connection) async throws -> ImportAnswer? {
        let rows = try await connection.run(
            "SELECT type, value FROM registry.answers_v1 WHERE command = \(order.commitID)")
        guard let row = rows.first else { return nil }
        var reader = DocumentReader()
        if ImportOutcome.types.contains(try row.decode("type", as: String.self)) {
            let data = try row.decode("value", as: [UInt8].self)
            return .accepted(try reader.read(data) { try ImportOutcome.read($0, type: 0) })
        }
        let rejections = try await connection.run(
            """
            SELECT value FROM registry.answers_v1
            WHERE command = ANY(\(order.commands.map(\.id))) AND type = \(CommandRejection.type(of: "registry"))
            ORDER BY position
            """)
        return .rejected(
            try rejections.decode("value", as: [UInt8].self).map { data in
                try reader.read(data) { try CommandRejection.read($0, type: 0) }
            })
    }
}

extension ImportOutcome {
    /// `15 units, 13 counts, 12 sources (38 new, 2 changed, 0 unchanged)`.
    var summary: String {
        "\(rowSummary(self.rows)) "
            + "(\(self.new) new, \(self.changed) changed, \(self.unchanged) unchanged)"
    }
}

extension CommandRejection {
    /// A line for each row that is wrong, and one for the command.
    func lines(in language: PageLanguage) -> [String] {
        self.rows.map { $0.line(in: language) } + [language.words(self.sentence)]
    }
}

extension RowFault {
    /// One line as compilers write it: `units.csv:12: from: …`.
    func line(in language: PageLanguage) -> String { "\(self.place): \(language.words(self.sentence))" }
}
