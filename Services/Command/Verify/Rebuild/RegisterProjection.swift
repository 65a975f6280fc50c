internal import JSON
internal import Pipeline

/// The register's tables, each row of which is what one entry says.
struct RegisterProjection: Projection, ~Copyable {
    /// Which columns the members of an entry become.
    private struct Shape {
        let table: ProjectedTable
        let columns: [String: String]
    }

    private static let shapes: [String: Shape] = [
        "guoying.registry.unit-registered.v1": Shape(
            table: ProjectedTable("registry", "unit", key: "code", "valid_from", "position", by: .positions),
            columns: [
                "unit": "code", "from": "valid_from", "to": "valid_through", "name": "name", "kind": "kind",
                "category": "category", "parent": "parent", "recorded": "recorded",
            ]),
        "guoying.registry.members-counted.v1": Shape(
            table: ProjectedTable("registry", "member_count", key: "unit", "valid_from", "position", by: .positions),
            columns: [
                "unit": "unit", "date": "valid_from", "formal": "formal", "probationary": "probationary",
                "recorded": "recorded",
            ]),
        "guoying.registry.committee-registered.v1": Shape(
            table: ProjectedTable("registry", "committee", key: "unit", "valid_from", "position", by: .positions),
            columns: [
                "unit": "unit", "elected": "valid_from", "years": "years", "members": "members",
                "recorded": "recorded",
            ]),
        "guoying.registry.post-registered.v1": Shape(
            table: ProjectedTable(
                "registry", "post", key: "unit", "post", "person", "valid_from", "position", by: .positions),
            columns: [
                "unit": "unit", "post": "post", "person": "person", "from": "valid_from", "to": "valid_through",
                "recorded": "recorded",
            ]),
        "guoying.registry.source-registered.v1": Shape(
            table: ProjectedTable("registry", "reporting", key: "source", "unit", "position", by: .positions),
            columns: [
                "source": "source", "unit": "unit", "name": "name", "owner": "owner", "kinds": "kinds",
                "every": "every", "from": "valid_from", "to": "valid_through", "recorded": "recorded",
            ]),
    ]

    static let service = "registry"
    static let tables = Self.shapes.values.map(\.table).sorted { $0.name < $1.name }

    private var reader = DocumentReader()

    init() {}

    mutating func take(_ journaled: JournaledEntry) throws -> [ProjectedRow] {
        guard let shape = Self.shapes[journaled.entry.type], let value = journaled.entry.value else { return [] }
        let members = try ProjectedValue.members(of: value, with: &self.reader)
        var columns: [String: ProjectedValue] = [
            "accepted": .instant(journaled.accepted), "position": .number(journaled.number.position),
        ]
        for (member, column) in shape.columns { columns[column] = members[member] ?? .null }
        return [ProjectedRow(table: shape.table, number: journaled.number, columns: columns)]
    }
}
