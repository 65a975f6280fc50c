internal import Domain
internal import Machines
internal import Postgres

extension DueItem {
    /// The statement of `Transaction.schedule`.
    ///
    /// One that stands there as it is to be is not written anew: most are, and what they left behind would lie before
    /// the first that is due.
    static func scheduling(_ items: [DueItem]) -> SQL {
        Self.insertion(
            of: items,
            where: """
                (due.at, due.clock, due.detail::text, due.attempts)
                    IS DISTINCT FROM (excluded.at, excluded.clock, excluded.detail::text, 0)
                """)
    }

    /// The statement of `Transaction.hold`.
    static func holding(_ items: [DueItem]) -> SQL {
        // What is not updated is locked all the same.
        Self.insertion(of: items, where: "false")
    }

    private static func insertion(of items: [DueItem], where condition: SQL) -> SQL {
        let sorted = DueItem.inLockingOrder(items)
        return """
            INSERT INTO due (what, key, at, clock, detail)
            SELECT * FROM unnest(\(sorted.map(\.what))::text[], \(sorted.map(\.key))::text[],
                \(sorted.map { Timestamp(microseconds: $0.at.microseconds) })::timestamptz[],
                \(sorted.map(\.clock.rawValue))::text[], \(sorted.map { $0.detail.map(JSONText.init) })::json[])
            ON CONFLICT (what, key) DO UPDATE
            SET at = excluded.at, clock = excluded.clock, detail = excluded.detail, attempts = 0
            WHERE \(condition)
            """
    }
}
