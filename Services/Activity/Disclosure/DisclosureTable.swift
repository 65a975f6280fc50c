internal import Crypto
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

    /// What units have reported of surveys, question by question, in the order of its coming.
    func surveys() async throws -> [Disclosure.SurveyedQuestion] {
        let rows = try await self.connection.run(
            """
            \(self.counted)
            SELECT c.unit, c.record, c.data ->> 'survey' AS survey,
                coalesce(c.data #>> '{period,from}', c.day::text) AS first_day,
                coalesce(c.data #>> '{period,to}', c.day::text) AS last_day,
                cell ->> 'question' AS matter, cell #>> '{filter,by}' AS filter, cell #>> '{filter,value}' AS value,
                (cell ->> 'answers')::bigint AS size, (cell -> 'counts')::text AS answers
            FROM counted AS c CROSS JOIN jsonb_array_elements(c.data -> 'cells') WITH ORDINALITY AS t (cell, number)
            WHERE c.kind = 'survey-result' ORDER BY c.since, c.record, matter, number
            """)
        return try Self.questions(rows) { try $0.decode("record", as: Digest16.self) }
    }

    /// What was told of surveys in earlier months.
    func toldSurveys() async throws -> [Disclosure.SurveyedQuestion] {
        let rows = try await self.connection.run(
            """
            SELECT month::text AS month, unit, survey, first_day::text AS first_day, last_day::text AS last_day, matter,
                filter, value, size, answers::text AS answers
            FROM disclosed WHERE form = 'survey' ORDER BY month, unit, matter
            """)
        return try Self.questions(rows) { try $0.decode("month", as: String.self) }
    }

    /// What units have reported of talks, of care and of requests for help. Of several records about the same people
    /// the group is the largest that one of them has.
    func counts() async throws -> [Disclosure.OwnCount] {
        let rows = try await self.connection.run(
            """
            \(self.counted)
            SELECT 'talks' AS form, talk ->> 'relation' AS matter, c.unit,
                max(coalesce(talk ->> 'due', talk ->> 'count')::bigint) AS size,
                sum((talk ->> 'count')::bigint)::bigint AS held
            FROM counted AS c CROSS JOIN jsonb_array_elements(c.data -> 'talks') AS talk
            WHERE c.kind = 'talks' GROUP BY matter, c.unit
            UNION ALL
            SELECT 'care', care ->> 'offer', c.unit, sum((care ->> 'count')::bigint)::bigint, NULL
            FROM counted AS c CROSS JOIN jsonb_array_elements(c.data -> 'counts') AS care
            WHERE c.kind = 'care' GROUP BY care ->> 'offer', c.unit
            UNION ALL
            SELECT 'help', c.data ->> 'category', c.unit, count(*), NULL
            FROM counted AS c WHERE c.kind = 'help-case' GROUP BY c.data ->> 'category', c.unit
            """)
        return try rows.map { row in
            Disclosure.OwnCount(
                subject: Disclosure.Subject(form: try row.decode("form"), matter: try row.decode("matter")),
                unit: try row.decode("unit"), size: Int(try row.decode("size", as: Int64.self)),
                held: try row.decode("held", as: Int64?.self).map { Int($0) })
        }
    }

    /// Whether something of the month has been told.
    func isTold() async throws -> Bool {
        try await !self.connection.run(
            "SELECT FROM disclosed WHERE month = \(self.month.from.description)::date LIMIT 1"
        ).isEmpty
    }

    /// Tells rows, for ever.
    func add(_ rows: [Disclosure.Row]) async throws {
        guard !rows.isEmpty else { return }
        try await self.connection.run(
            """
            INSERT INTO disclosed (month, form, unit, matter, filter, value, size, held, answers, survey, first_day,
                last_day)
            SELECT \(self.month.from.description)::date, form, unit, matter, filter, value, size, held, answers::json,
                survey, first_day::date, last_day::date
            FROM unnest(\(rows.map(\.subject.form))::text[], \(rows.map(\.unit))::text[],
                \(rows.map(\.subject.matter))::text[], \(rows.map(\.part?.filter))::text[],
                \(rows.map(\.part?.value))::text[], \(rows.map { Int64($0.size) })::bigint[],
                \(rows.map { $0.held.map { Int64($0) } })::bigint[], \(rows.map(\.answers))::text[],
                \(rows.map(\.survey?.code))::text[], \(rows.map { $0.survey?.days.from.description })::text[],
                \(rows.map { $0.survey?.days.through.description })::text[])
                AS told (form, unit, matter, filter, value, size, held, answers, survey, first_day, last_day)
            """)
    }

    /// Rows of one question of one record, or of one telling, lie behind one another.
    private static func questions<Key: Equatable>(
        _ rows: Rows, by key: (Row) throws -> Key
    ) throws -> [Disclosure.SurveyedQuestion] {
        var questions: [Disclosure.SurveyedQuestion] = []
        var last: Key?
        for row in rows {
            guard let from = Day(try row.decode("first_day", as: String.self)),
                let through = Day(try row.decode("last_day", as: String.self)), from <= through
            else { continue }
            let (key, unit) = (try key(row), try row.decode("unit", as: UnitCode.self))
            let matter = try row.decode("matter", as: String.self)
            var part: Disclosure.Row.Part?
            if let filter = try row.decode("filter", as: String?.self),
                let value = try row.decode("value", as: String?.self)
            {
                part = Disclosure.Row.Part(filter: filter, value: value)
            }
            let cell = Disclosure.SurveyedQuestion.Cell(
                part: part, size: Int(try row.decode("size", as: Int64.self)), answers: try row.decode("answers"))
            if let open = questions.last, last == key, open.unit == unit, open.question == matter {
                questions[questions.count - 1].cells.append(cell)
            } else {
                questions.append(
                    Disclosure.SurveyedQuestion(
                        unit: unit, question: matter,
                        survey: Disclosure.Survey(
                            code: try row.decode("survey"), days: Period(from: from, through: through)),
                        cells: [cell]))
            }
            last = key
        }
        return questions
    }

    /// The records that are told in counts and were first taken in during the month, as they stood at its end, without
    /// those that were taken back by then.
    private var counted: SQL {
        """
        WITH version AS (
            SELECT r.record, r.unit, r.kind, (r.occurred AT TIME ZONE 'Asia/Shanghai')::date AS day, r.state,
                r.recorded, r.revision, j.value, min(j.accepted) OVER record AS since,
                bool_or(r.state = 'retracted') OVER record AS is_ended,
                row_number() OVER (record ORDER BY r.state = 'elsewhere', r.recorded DESC, r.revision DESC) AS age
            FROM record AS r JOIN journal AS j ON j.lane = r.lane AND j.position = r.position
            WHERE j.accepted < \(self.month.end)
                AND r.record IN (
                    SELECT record FROM record WHERE kind IN ('survey-result', 'talks', 'care', 'help-case'))
            WINDOW record AS (PARTITION BY r.record)
        ), counted AS (
            SELECT record, unit, kind, day, since, convert_from(value, 'UTF8')::jsonb AS data FROM version
            WHERE age = 1 AND state = 'held' AND NOT is_ended AND since >= \(self.month.start)
        )
        """
    }
}
