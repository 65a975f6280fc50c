import Kit
import Messages
import Postgres

extension Checker {
    /// I4: positions only grow, each batch begins where the last ended and counts every record between, and all of
    /// each topic is taken in.
    func positionsAreWithoutGaps() async throws -> [Violation] {
        var found: [Violation] = []
        let steps = try await self.strings(
            """
            SELECT service || ' ' || topic || ' ' || partition || ': ' || before || ' to ' || position
                || ' by ' || records
            FROM (
                SELECT *, lag(position, 1, 0::bigint) OVER place AS before,
                    taken - lag(taken, 1, 0::bigint) OVER place AS records
                FROM audit.step WINDOW place AS (PARTITION BY service, topic, partition ORDER BY number)) AS steps
            WHERE position < before OR records <> position - before
            ORDER BY number
            """)
        if !steps.isEmpty { found.append(Violation(.positions, "steps that leave out or repeat records", steps)) }
        for service in Installation.Service.allCases {
            let rows = try await self.connection.run(
                """
                SELECT topic, partition, position, taken, taken - applied - duplicate - refused - parked AS rest
                FROM \(identifier: service.rawValue).position_v1
                """)
            for row in rows {
                let topic = try row.decode("topic", as: String.self)
                let partition = try row.decode("partition", as: Int32.self)
                let end = Int64(self.topics[topic]?.count { $0.partition == partition } ?? 0)
                let place = "\(service) \(topic) \(partition)"
                let (position, taken) = (
                    try row.decode("position", as: Int64.self), try row.decode("taken", as: Int64.self)
                )
                if position != end || taken != end {
                    found.append(
                        Violation(.positions, "\(position) reached, \(taken) taken of \(end)", [place]))
                }
                if try row.decode("rest", as: Int64.self) != 0 {
                    found.append(Violation(.positions, "counts that do not add up", [place]))
                }
            }
        }
        return found
    }

    /// I5: whoever advances a position is the process that claimed its partition last: nothing is written under an
    /// epoch once the next has been given out.
    func zombiesAreFenced() async throws -> [Violation] {
        let steps = try await self.strings(
            """
            SELECT topic || ' ' || partition || ' to ' || position || ' by ' || process || ' under epoch ' || epoch
                || ' of ' || owner
            FROM (
                SELECT s.*, (
                    SELECT c.process FROM audit.step c
                    WHERE c.is_claim AND (c.service, c.topic, c.partition) = (s.service, s.topic, s.partition)
                        AND c.number <= s.number
                    ORDER BY c.number DESC LIMIT 1) AS owner
                FROM audit.step s) AS steps
            WHERE process IS DISTINCT FROM owner
            ORDER BY number
            """)
        let epochs = try await self.strings(
            """
            SELECT topic || ' ' || partition || ': epoch ' || before || ' before ' || epoch
            FROM (
                SELECT *, lag(epoch, 1, 0::bigint)
                    OVER (PARTITION BY service, topic, partition ORDER BY number) AS before FROM audit.step) AS steps
            WHERE epoch < before OR is_claim <> (epoch <> before)
            """)
        return (steps.isEmpty ? [] : [Violation(.fencing, "written by who was not the owner any more", steps)])
            + (epochs.isEmpty ? [] : [Violation(.fencing, "epochs that go back", epochs)])
    }
}
