/// One step of a schema, forward only, in one transaction.
public struct Migration: Sendable, Equatable {
    /// Its place, from 1 on, without gaps.
    public let number: Int
    /// What it does, in a word or two: `units`.
    public let name: String
    /// Statements, without values; unqualified names are of the schema.
    public let sql: String

    /// A step.
    public init(_ number: Int, _ name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }

    /// A step whose statements lie in the program as a resource, in UTF-8.
    public init(_ number: Int, _ name: String, resource: [UInt8]) {
        self.init(number, name, sql: String(decoding: resource, as: UTF8.self))
    }
}
