import Kit
import Postgres
import Spreadsheet

/// What `guoying activities` shows of a world, as somebody at a shell sees it.
extension World {
    /// The records that it prints as JSON.
    func log(_ arguments: String...) async throws -> [JSONValue] {
        let outcome = try await self.activities(arguments + ["--format", "json"])
        guard outcome.status == 0 else { throw Program.Failure(description: outcome.errors) }
        guard case .array(let activities)? = try JSONValue(outcome.output)["activities"] else { return [] }
        return activities
    }

    /// The lines that it prints as CSV, each cell under its column's name.
    func table(_ arguments: String..., as role: String = "guoying_reader") async throws -> [[String: String]] {
        let outcome = try await self.activities(arguments + ["--format", "csv"], as: role)
        guard outcome.status == 0 else { throw Program.Failure(description: outcome.errors) }
        let rows = CSVReader(try FileText(Array(outcome.output.utf8))).rows.map(\.cells)
        return rows.dropFirst().map { row in
            Dictionary(uniqueKeysWithValues: zip(rows[0], row))
        }
    }

    /// Runs it as a process of its own.
    func activities(
        _ arguments: [String], as role: String = "guoying_reader"
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await Program.run(
            "\(try TestEnvironment.binaries())/guoying", ["activities", "--wait", "0"] + arguments,
            environment: ["GUOYING_DATABASE_URL": self.database.url(as: role)])
    }

    /// Takes an event of a kind in and returns its data as an operator sees it; nil where it was not taken.
    func logged(_ kind: String, _ members: [String: String]) async throws -> JSONValue? {
        var event = SampleEvent.held("e-\(kind)", kind: kind)
        for (name, json) in members { event.data[name] = json }
        try await self.take(event)
        let outcome = try await self.activities(
            ["--kind", kind, "--purpose", "a test", "--format", "json"], as: "guoying_operator")
        return try JSONValue(outcome.output)["activities"]?.elements.first?["data"]
    }

    /// The codes and the fields of all dead letters.
    func letters() async throws -> [String] {
        try await self.texts("SELECT code || ' ' || coalesce(field, '') FROM activity.dead_letter_v1 ORDER BY position")
    }
}

extension SampleEvent {
    /// A reference to a record of the campus's office.
    static func link(_ id: String) -> String { #"{"source": "/campus/oa", "id": "\#(id)"}"# }
}
