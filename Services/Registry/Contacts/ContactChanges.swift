internal import Domain
internal import JSON
internal import Machines
internal import Messages
internal import Pipeline

/// Tells in the journal whose contacts have changed, and nothing else of them: the protected table is none of its
/// business. The function that changes them enters an item for each person in the same transaction; only here, where
/// the register's lane is numbered anyway, does it become an entry.
struct ContactChanges: DueHandler {
    let what = "contact-changed"
    let topics: Topics

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        _ = try await transaction.journal(items.map { self.entry(for: $0.key) })
        return items.map { _ in .done }
    }

    private func entry(for person: String) -> JournalEntry {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("person")
            writer.string(person)
        }
        return JournalEntry(
            topic: self.topics.registryJournal.name, lane: Lane.index(ofUnit: nil), key: nil,
            type: "guoying.registry.contact-changed.v1", value: writer.bytes)
    }
}
