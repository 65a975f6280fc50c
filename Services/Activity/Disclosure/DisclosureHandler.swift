internal import Domain
internal import Machines
internal import Pipeline

/// Tells in counts what no single record is told of, once a month is over: all that was first taken in during it, as it
/// stood at its end. What has been told is never told anew, so that nothing can be had from two tellings of the same.
struct DisclosureHandler: DueHandler {
    /// The `what` of these items.
    static let name = "disclosure"

    var what: String { Self.name }

    /// A month a look.
    var batchLimit: Int { 1 }

    /// How long after a month's end what came in it is told: whatever was taken in by then has been written.
    private static let pauseSeconds: Int64 = 3_600

    /// An item for the month in which records are taken in: due when it is over.
    static func item(at now: Instant) -> DueItem {
        let month = Self.month(of: now)
        return DueItem(
            what: Self.name, key: month.from.description, at: month.end.adding(seconds: Self.pauseSeconds),
            clock: .business)
    }

    /// Whether records of the kind are told in counts: of those that are told singly to nobody, all but papers.
    static func counts(_ kind: ActivityKind) -> Bool { kind.isWithheld && kind != .admissionStep }

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        for item in items {
            guard let day = Day(item.key) else { continue }
            let month = Self.month(of: day.start)
            let table = DisclosureTable(month: month, connection: transaction.connection)
            try await table.lock()
            guard try await !table.isTold() else { continue }
            let disclosure = Disclosure(parents: try await table.parents())
            try await table.add(disclosure.reports(try await table.reported(), after: try await table.told()))
        }
        return items.map { _ in .done }
    }

    /// The calendar month of an instant, in Asia/Shanghai.
    private static func month(of instant: Instant) -> Period {
        let civil = instant.day.civil
        let first = Day(year: civil.year, month: civil.month, day: 1) ?? instant.day
        return Period(from: first, through: first.adding(months: 1).previous)
    }
}
