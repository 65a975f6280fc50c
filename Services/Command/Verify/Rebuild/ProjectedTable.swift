/// A table that can be rebuilt from a journal, seen through its published view.
struct ProjectedTable: Hashable {
    /// In which order its rows can be read.
    enum Order {
        /// By the lane and the position of the entry that brought a row.
        case entries
        /// By the position of that entry; all lie in lane 0.
        case positions
        /// In none that the journal knows.
        case any
    }

    /// The service, which is also the schema.
    let service: String
    /// The table's name.
    let name: String
    /// The columns that tell its rows apart.
    let key: [String]
    /// In which order its rows can be read.
    let order: Order

    init(_ service: String, _ name: String, key: String..., by order: Order) {
        self.service = service
        self.name = name
        self.key = key
        self.order = order
    }

    /// What tells a row apart, as text.
    func name(of row: [String: ProjectedValue]) -> String {
        self.key.map { "\(row[$0] ?? .null)" }.joined(separator: " ")
    }
}
