internal import Pipeline

/// A row as the journal alone says it must be.
struct ProjectedRow {
    /// Where it has to be.
    let table: ProjectedTable
    /// The entry that made it what it is.
    var number: JournalNumber
    /// What it holds, by column.
    var columns: [String: ProjectedValue]
}
