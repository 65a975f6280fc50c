/// Which statements a session has prepared, and under which names.
///
/// The statements of a service are literals in its code, so there are few. Should there be more than fit, the rest are
/// sent without a name each time, which is slower and right.
struct PreparedStatements {
    /// How many statements a session keeps.
    static let limit = 256

    /// The same text with values of other types is another statement.
    private struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    private var names: [Key: String] = [:]
    private var number = 0

    /// The name under which `statement` is prepared.
    func name(of statement: SQL) -> String? {
        self.names[Key(text: statement.text, types: statement.parameters.types)]
    }

    /// A name to prepare a statement under, while there is room.
    ///
    /// None is given twice: one that was forgotten may still be taken on the server's side.
    mutating func newName() -> String? {
        guard self.names.count < Self.limit else { return nil }
        self.number += 1
        return "s\(self.number)"
    }

    /// Uses no name that `other`, which began as a copy of this one, has given out.
    mutating func skipNames(of other: Self) { self.number = other.number }

    mutating func remember(_ statement: SQL, as name: String) {
        self.names[Key(text: statement.text, types: statement.parameters.types)] = name
    }

    mutating func forget(_ statement: SQL) {
        self.names[Key(text: statement.text, types: statement.parameters.types)] = nil
    }
}
