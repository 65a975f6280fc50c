/// What was sent during a test, as far as the broker has acknowledged it: what must have come about at the end.
struct Ledger: Sendable {
    /// The ids of events that are right and new.
    var accepted: Set<String> = []
    /// How many records repeat one of those.
    var duplicates: Int64 = 0
    /// How many records cannot be read.
    var unreadable: Int64 = 0
    /// The ids of commands.
    var commands: Set<String> = []
    /// The counts that imports brought, as `unit day`.
    var counts: Set<String> = []

    /// How many records lie in the topic of events.
    var records: Int64 { Int64(self.accepted.count) + self.duplicates + self.unreadable }

    /// What a record adds.
    mutating func note(_ entry: LedgerEntry) {
        switch entry {
        case .event(let id): self.accepted.insert(id)
        case .duplicate: self.duplicates += 1
        case .unreadable: self.unreadable += 1
        case .command(let id): self.commands.insert(id)
        case .commit(let id, let count):
            self.commands.insert(id)
            self.counts.insert(count)
        }
    }
}

/// What becomes of a record once the broker has it.
enum LedgerEntry: Sendable {
    /// It is taken, once.
    case event(String)
    /// It is counted, and changes nothing.
    case duplicate
    /// It goes to the dead letters.
    case unreadable
    /// It is answered, once.
    case command(String)
    /// It is answered, once, and a count of members is on record from then on.
    case commit(String, count: String)
}
