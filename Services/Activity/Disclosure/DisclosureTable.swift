internal import Domain
internal import Facts
internal import Postgres

/// SQL of what is told in counts, and of the records that are counted.
struct DisclosureTable {
    /// The month in which the records were first taken in.
    let month: Period
    let connection: Connection

    /// By unit the one above it at the end of the month.
    func parents() async throws -> [UnitCode: UnitCode] {
        let rows = try await self.connection.run(
            """
            SELECT code, parent FROM (
                SELECT DISTINCT ON (code) code, parent FROM registry.unit_v1
                WHERE valid_from <= \(self.month.through.description)::date AND accepted < \(self.month.end)
                ORDER BY code, valid_from DESC, position DESC) AS unit
            WHERE parent IS NOT NULL
            """)
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                (try row.decode("code", as: UnitCode.self), try row.decode("parent", as: UnitCode.self))
            })
    }

    /// Lets nobody else tell anything until COMMIT.
    func lock() async throws {
        try await self.connection.run("SET LOCAL statement_timeout = '10min'")
        try await self.connection.run("LOCK TABLE disclosed IN SHARE ROW EXCLUSIVE MODE")
    }

    /// What units have reported, in the order of its coming: surveys question by question; talks by relation, care by
    /// what was offered, requests for help by what for. What has no period is about the month in which it took place,
    /// and is told together with all else of that month.
    func reported() async throws -> [Disclosure.Report] {
        try Self.reports(
            try await self.connection.run(
                """
                \(self.counted), reported AS (
                    SELECT c.record, c.since, 'survey' AS form, cell ->> 'question' AS matter, c.unit,
                        coalesce(c.data #>> '{period,from}', c.first_day) AS first_day,
                        coalesce(c.data #>> '{period,to}', c.last_day) AS last_day, c.data ->> 'survey' AS survey,
                        cell #>> '{filter,by}' AS filter, cell #>> '{filter,value}' AS value,
                        (cell ->> 'answers')::bigint AS size, NULL::bigint AS held, (cell -> 'counts')::text AS answers
                    FROM counted AS c CROSS JOIN jsonb_array_elements(c.data -> 'cells') AS cell
                    WHERE c.kind = 'survey-result'
                    UNION ALL
                    SELECT c.record, c.since, 'talks', talk ->> 'relation', c.unit, c.data #>> '{period,from}',
                        c.data #>> '{period,to}', NULL, NULL, NULL,
                        coalesce(talk ->> 'due', talk ->> 'count')::bigint, (talk ->> 'count')::bigint, NULL
                    FROM counted AS c CROSS JOIN jsonb_array_elements(c.data -> 'talks') AS talk
                    WHERE c.kind = 'talks' AND c.data ? 'period'
                    UNION ALL
                    SELECT min(c.record::text)::uuid, min(c.since), 'talks', talk ->> 'relation', c.unit, c.first_day,
                        c.last_day, NULL, NULL, NULL,
                        coalesce(max((talk ->> 'due')::bigint), sum((talk ->> 'count')::bigint)::bigint),
                        sum((talk ->> 'count')::bigint)::bigint, NULL
                    FROM counted AS c CROSS JOIN jsonb_array_elements(c.data -> 'talks') AS talk
                    WHERE c.kind = 'talks' AND NOT c.data ? 'period'
                    GROUP BY talk ->> 'relation', c.unit, c.first_day, c.last_day
                    UNION ALL
                    SELECT min(c.record::text)::uuid, min(c.since), 'care', care ->> 'offer', c.unit, c.first_day,
                        c.last_day, NULL, NULL, NULL, sum((care ->> 'count')::bigint)::bigint, NULL, NULL
                    FROM counted AS c CROSS JOIN jsonb_array_elements(c.data -> 'counts') AS care
                    WHERE c.kind = 'care' GROUP BY care ->> 'offer', c.unit, c.first_day, c.last_day
                    UNION ALL
                    SELECT min(c.record::text)::uuid, min(c.since), 'help', c.data ->> 'category', c.unit, c.first_day,
                        c.last_day, NULL, NULL, NULL, count(*), NULL, NULL
                    FROM counted AS c WHERE c.kind = 'help-case'
                    GROUP BY c.data ->> 'category', c.unit, c.first_day, c.last_day
                )
                SELECT record::text AS key, form, matter, unit, first_day, last_day, survey, filter, value, size, held,
                    answers
                FROM reported ORDER BY since, record, form, matter, filter NULLS FIRST, value
                """))
    }

    /// What was told in earlier months.
    func told() async throws -> [Disclosure.Report] {
        try Self.reports(
            try await self.connection.run(
                """
                SELECT month::text AS key, form, matter, unit, first_day::text AS first_day, last_day::text AS last_day,
                    survey, filter, value, size, held, answers::text AS answers
                FROM disclosed ORDER BY month, form, matter, unit, first_day, filter NULLS FIRST, value
                """))
    }

    /// Whether something of the month has been told.
    func isTold() async throws -> Bool {
        try await !self.connection.run(
            "SELECT FROM disclosed WHERE month = \(self.month.from.description)::date LIMIT 1"
        ).isEmpty
    }

    /// Tells reports, for ever.
    func add(_ reports: [Disclosure.Report]) async throws {
        let rows = reports.flatMap { report in report.cells.map { (report, $0) } }
        guard !rows.isEmpty else { return }
        try await self.connection.run(
            """
            INSERT INTO disclosed (month, form, unit, matter, filter, value, size, held, answers, survey, first_day,
                last_day)
            SELECT \(self.month.from.description)::date, form, unit, matter, filter, value, size, held, answers::json,
                survey, first_day::date, last_day::date
            FROM unnest(\(rows.map(\.0.subject.form))::text[], \(rows.map(\.0.unit))::text[],
                \(rows.map(\.0.subject.matter))::text[], \(rows.map(\.1.part?.filter))::text[],
                \(rows.map(\.1.part?.value))::text[], \(rows.map { Int64($0.1.size) })::bigint[],
                \(rows.map { $0.1.held.map { Int64($0) } })::bigint[], \(rows.map(\.1.answers))::text[],
                \(rows.map(\.0.survey))::text[], \(rows.map(\.0.days.from.description))::text[],
                \(rows.map(\.0.days.through.description))::text[])
                AS told (form, unit, matter, filter, value, size, held, answers, survey, first_day, last_day)
            """)
    }

    /// Rows of one report lie behind one another.
    private static func reports(_ rows: Rows) throws -> [Disclosure.Report] {
        var reports: [Disclosure.Report] = []
        var last: String?
        for row in rows {
            guard let from = Day(try row.decode("first_day", as: String.self)),
                let through = Day(try row.decode("last_day", as: String.self)), from <= through
            else { continue }
            let key = try row.decode("key", as: String.self)
            var part: Disclosure.Report.Part?
            if let filter = try row.decode("filter", as: String?.self),
                let value = try row.decode("value", as: String?.self)
            {
                part = Disclosure.Report.Part(filter: filter, value: value)
            }
            let cell = Disclosure.Report.Cell(
                part: part, size: Int(try row.decode("size", as: Int64.self)),
                held: try row.decode("held", as: Int64?.self).map { Int($0) }, answers: try row.decode("answers"))
            let report = Disclosure.Report(
                subject: Disclosure.Subject(form: try row.decode("form"), matter: try row.decode("matter")),
                unit: try row.decode("unit"), days: Period(from: from, through: through),
                survey: try row.decode("survey"), cells: [cell])
            if let open = reports.last, last == key, open.subject == report.subject, open.unit == report.unit,
                open.days == report.days
            {
                reports[reports.count - 1].cells.append(cell)
            } else {
                reports.append(report)
            }
            last = key
        }
        return reports
    }

    /// The records that are told in counts and were first taken in during the month, as they stood at its end, without
    /// those that were taken back by then.
    private var counted: SQL {
        """
        WITH version AS (
            SELECT r.record, r.unit, r.kind, date_trunc('month', r.occurred AT TIME ZONE 'Asia/Shanghai') AS month,
                r.state, r.recorded, r.revision, j.value, min(j.accepted) OVER record AS since,
                bool_or(r.state = 'retracted') OVER record AS is_ended,
                row_number() OVER (record ORDER BY r.state = 'elsewhere', r.recorded DESC, r.revision DESC) AS age
            FROM record AS r JOIN journal AS j ON j.lane = r.lane AND j.position = r.position
            WHERE j.accepted < \(self.month.end)
                AND r.record IN (
                    SELECT record FROM record WHERE kind IN ('survey-result', 'talks', 'care', 'help-case'))
            WINDOW record AS (PARTITION BY r.record)
        ), counted AS (
            SELECT record, unit, kind, to_char(month, 'YYYY-MM-DD') AS first_day,
                to_char(month + interval '1 month -1 day', 'YYYY-MM-DD') AS last_day, since,
                convert_from(value, 'UTF8')::jsonb AS data
            FROM version
            WHERE age = 1 AND state = 'held' AND NOT is_ended AND since >= \(self.month.start)
        )
        """
    }
}
