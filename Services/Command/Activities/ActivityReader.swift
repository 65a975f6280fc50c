internal import Crypto
internal import Domain
internal import Postgres
internal import Schemas

/// Reads the log from the published views.
struct ActivityReader {
    /// What was found.
    struct Log {
        /// The records, the earliest first.
        var activities: [LoggedActivity]
        /// Whether there are more than were asked for.
        let hasMore: Bool
    }

    private let connection: Connection

    /// A reader on a session that may read the published views.
    init(_ connection: Connection) { self.connection = connection }

    /// What fits the question.
    ///
    /// - Throws: ``CommandFailure`` where the unit that was asked for is not in the register.
    func read(_ question: ActivityQuestion) async throws -> Log {
        var places: SQL = "occurred < \(min(question.asOf, question.to ?? question.asOf))"
        if let from = question.from { places = "\(places) AND occurred >= \(from)" }
        if let top = question.top {
            let units = try await BoardReader(self.connection).units(under: top)
            places = "\(places) AND unit = ANY(\(units))"
        }
        var filter: SQL = "true"
        if let kind = question.kind { filter = "\(filter) AND s.kind = \(kind.rawValue)" }
        if let source = question.source { filter = "\(filter) AND s.source = \(source)" }
        // At each place where a record ever stood there is a row for each of its versions: what counts there can be
        // told by those alone.
        let rows = try await self.connection.run(
            """
            WITH known AS (
                SELECT *, row_number() OVER (record ORDER BY recorded DESC, revision DESC) AS age,
                    bool_or(state = 'retracted') OVER (record) AS is_ended
                FROM activity.record_v1 WHERE \(places) AND recorded <= \(question.knownAt)
                WINDOW record AS (PARTITION BY unit, occurred, record)
            ), standing AS (
                SELECT *, count(*) OVER (PARTITION BY unit, kind, occurred) AS same
                FROM known WHERE age = 1 AND state = 'held' AND NOT is_ended
            )
            SELECT s.*, d.data::text AS data FROM standing AS s
            JOIN activity.data_v1 AS d ON d.lane = s.lane AND d.position = s.position
            WHERE \(filter) ORDER BY s.occurred, s.unit, s.source, s.id LIMIT \(question.limit + 1)
            """)
        let activities = try rows.prefix(question.limit).map { try LoggedActivity($0) }
        var log = Log(activities: activities, hasMore: rows.count > question.limit)
        if question.isWithVersions { try await self.addVersions(to: &log.activities, knownAt: question.knownAt) }
        if let purpose = question.purpose { try await self.look(at: &log.activities, for: purpose) }
        try await self.addLooks(to: &log.activities)
        return log
    }

    /// Reads records whole, which is written down of those that are about persons.
    ///
    /// - Throws: ``CommandFailure`` where the session may not.
    private func look(at activities: inout [LoggedActivity], for purpose: String) async throws {
        let lanes = activities.map(\.version.lane)
        let positions = activities.map(\.version.position)
        let rows: Rows
        do {
            rows = try await self.connection.run(
                """
                SELECT asked.number, whole.data
                FROM unnest(\(lanes)::smallint[], \(positions)::bigint[])
                    WITH ORDINALITY AS asked (lane, position, number)
                JOIN activity.look_at(\(lanes)::smallint[], \(positions)::bigint[], \(purpose)) AS whole
                    ON whole.lane = asked.lane AND whole.position = asked.position
                """)
        } catch {
            guard error.sqlState == .insufficientPrivilege else { throw error }
            throw CommandFailure(
                "--purpose shows personal records, which is for whoever logs in with the role "
                    + "\(Database.operatorRole); leave it out to see the rest")
        }
        for row in rows {
            let place = Int(try row.decode("number", as: Int64.self)) - 1
            activities[place].data = Array(try row.decode("data", as: String.self).utf8)
        }
    }

    /// Adds who looked at which record whole.
    private func addLooks(to activities: inout [LoggedActivity]) async throws {
        let rows = try await self.connection.run(
            """
            SELECT asked.number, look.at, look.login, look.purpose
            FROM unnest(\(activities.map(\.record))::uuid[]) WITH ORDINALITY AS asked (record, number)
            JOIN activity.look_v1 AS look ON look.record = asked.record
            ORDER BY asked.number, look.number
            """)
        for row in rows {
            let place = Int(try row.decode("number", as: Int64.self)) - 1
            activities[place].looks.append(try RecordedLook(row))
        }
    }

    /// Adds the versions, each from a place where it stood: there its row is the one that its own event brought.
    private func addVersions(to activities: inout [LoggedActivity], knownAt: Instant) async throws {
        let rows = try await self.connection.run(
            """
            SELECT DISTINCT ON (asked.number, v.recorded, v.revision) asked.number, v.*
            FROM unnest(\(activities.map(\.record))::uuid[]) WITH ORDINALITY AS asked (record, number)
            CROSS JOIN LATERAL (
                SELECT unit, occurred FROM activity.first_place_v1 WHERE record = asked.record
                UNION SELECT unit, occurred FROM activity.version_v1 WHERE record = asked.record) AS place
            CROSS JOIN LATERAL (
                SELECT source, id, revision, state, recorded, accepted, lane, position FROM activity.record_v1
                WHERE unit = place.unit AND occurred = place.occurred AND record = asked.record
                    AND state <> 'elsewhere' OFFSET 0) AS v
            WHERE v.recorded <= \(knownAt)
            ORDER BY asked.number, v.recorded, v.revision, v.source = '/guoying/activity'
            """)
        for row in rows {
            let place = Int(try row.decode("number", as: Int64.self)) - 1
            activities[place].versions.append(try LoggedVersion(row))
        }
    }
}
