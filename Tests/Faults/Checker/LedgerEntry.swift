/// A record that the outside world has meant to send, and what has to become of it.
struct LedgerEntry: Sendable {
    /// What its sender knows of it.
    enum Status: String, Sendable {
        /// The broker has it.
        case acked
        /// The broker never will.
        case failed
        /// Nobody has said.
        case unknown
    }

    /// Its number, which travels with it as the header `ledger`.
    let number: Int
    /// The id of the event or command.
    let id: String
    /// Whether it is a command to the registry, not a record of the intake topic.
    let isCommand: Bool
    /// `fact`, `command`, `never`, or the code of a dead letter.
    let fate: String
    /// The name of the import that a command belongs to.
    let importName: String?
    /// The counts of members that it brings, as `unit day`.
    let counts: [String]
    /// What is known of it.
    var status = Status.unknown
}
