internal import Pipeline

/// What a service's journal alone says that its tables must hold.
protocol Projection: ~Copyable {
    /// The service, which is also the schema.
    static var service: String { get }
    /// The tables.
    static var tables: [ProjectedTable] { get }
    /// The types of entries that have to be known, of all lanes, before any other is taken in.
    static var announced: [String] { get }

    /// Takes in, before all others, an entry of those types.
    mutating func announce(_ journaled: JournaledEntry)
    /// Takes in an entry; gives the rows that are known now. A row of a key that was given before takes its place.
    mutating func take(_ journaled: JournaledEntry) throws -> [ProjectedRow]
    /// Gives the rows that are known only when all entries have been taken in.
    mutating func end() throws -> [ProjectedRow]
}

extension Projection where Self: ~Copyable {
    static var announced: [String] { [] }

    mutating func announce(_ journaled: JournaledEntry) {}

    mutating func end() throws -> [ProjectedRow] { [] }
}
