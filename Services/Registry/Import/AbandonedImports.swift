internal import Crypto
internal import Domain
internal import Facts
internal import Machines
internal import Messages
internal import Pipeline

/// Forgets imports whose sender never committed them, so that their rows do not lie here for ever.
struct AbandonedImports: DueHandler {
    static let name = "abandoned-import"
    /// For how long an import may stay open, in seconds.
    private static let patienceSeconds: Int64 = 24 * 60 * 60

    let what = Self.name

    /// The item that looks after an import which begins now.
    static func item(for key: ImportKey, begun: Instant) -> DueItem {
        DueItem(
            what: self.name, key: MessageDigest.identity(source: key.source, id: key.id).hex,
            at: begun.adding(seconds: self.patienceSeconds), clock: .business)
    }

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        let limit = transaction.now.adding(seconds: -Self.patienceSeconds)
        try await ImportTable.forget(begunBefore: limit, in: transaction)
        return items.map { _ in .done }
    }
}
