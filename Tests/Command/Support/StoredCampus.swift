import Domain
import Facts
import Kit
import Messages
import Postgres

/// Facts as their owners store them, for a board that is read from a real database.
struct StoredCampus {
    private let database: ScratchDatabase

    init(_ database: ScratchDatabase) { self.database = database }

    /// A committee, a general branch and a branch of 51 members, whose theme day of March was recorded in April and
    /// whose source has never said how far it is.
    func store() async throws {
        try await self.unit("c", "committee", above: nil, name: "党委", position: 1)
        try await self.unit("g-02", "general-branch", above: "c", name: "党总支", position: 2)
        try await self.unit("b-0103", "branch", above: "g-02", name: "第一党支部", position: 3)
        try await self.write(
            """
            INSERT INTO registry.member_count (unit, valid_from, formal, probationary, recorded, accepted, position)
            VALUES ('b-0103', '2021-01-01', 50, 1, '2021-01-01Z', '2021-01-01Z', 4)
            """)
        try await self.write(
            """
            INSERT INTO registry.reporting (source, unit, name, owner, kinds, every, recorded, accepted, position)
            VALUES ('/campus/oa', 'c', 'OA', 'p-1', '{theme-day}', 'P1D', '2021-01-01Z', '2021-01-01Z', 5)
            """)
        try await self.write("UPDATE registry.lane SET head = 5 WHERE lane = 0")
        try await self.held("e-1", at("2021-03-12T15:00:00+08:00"), recorded: at("2021-04-02"))
    }

    private func write(_ sql: SQL) async throws { _ = try await self.database.run(sql) }

    private func unit(
        _ code: UnitCode, _ kind: String, above parent: UnitCode?, name: String, position: Int64
    ) async throws {
        try await self.write(
            """
            INSERT INTO registry.unit (code, valid_from, name, kind, parent, recorded, accepted, position)
            VALUES (\(code), '2020-01-01', \(name), \(kind), \(parent), '2020-01-01Z', '2020-01-01Z', \(position))
            """)
    }

    private func held(_ id: String, _ started: Instant, recorded: Instant) async throws {
        let lane = Int16(Lane.index(ofUnit: "b-0103"))
        var minutes = SegmentMinutes()
        for part in SegmentPart.allCases { minutes.add(60, to: part) }
        let detail = ActivityDetail(segments: minutes).json().map(JSONText.init)
        try await self.write(
            """
            INSERT INTO activity.journal (lane, position, accepted, topic, type, source, id, digest)
            VALUES (\(lane), 1, \(recorded), 'guoying.activity.journal', \(ActivityType.held.rawValue), '/campus/oa',
                \(id), '')
            """)
        try await self.write(
            """
            INSERT INTO activity.record
                (unit, occurred, kind, record, revision, state, recorded, accepted, lane, position, detail)
            VALUES ('b-0103', \(started), 'theme-day', gen_random_uuid(), 1, 'held', \(recorded), \(recorded), \(lane),
                1, \(detail))
            """)
        try await self.write("UPDATE activity.lane SET head = 1 WHERE lane = \(lane)")
    }

    /// Stores a refused record; its offset is the number of those before it.
    func refuse(_ code: String, field: String?, id: String?, at instant: Instant) async throws {
        try await self.write(
            """
            INSERT INTO activity.dead_letter (
                lane, position, accepted, code, field, stage, source, event_id, unit, kind,
                occurred, recorded, topic, partition, record_offset)
            SELECT 0, count(*) + 1, \(instant), \(code), \(field), 'decode', '/campus/oa', \(id), 'b-0103', 'theme-day',
                '2021-04-09T00:00+08:00', \(instant), 'guoying.activity.intake', 2, count(*) + 1
            FROM activity.dead_letter
            """)
    }

    /// An alert as supervision stores it.
    struct AlertRow {
        let id: String
        let unit: UnitCode
        let severity: AlertSeverity
        var status = "raised"
        var version = 1
        var verdict: String?
        var source: String?

        init(
            _ id: String, _ unit: UnitCode, _ severity: AlertSeverity, status: String = "raised", version: Int = 1,
            verdict: String? = nil, source: String? = nil
        ) {
            self.id = id
            self.unit = unit
            self.severity = severity
            self.status = status
            self.version = version
            self.verdict = verdict
            self.source = source
        }

        /// What was sent.
        var body: String {
            let units: [UnitCode: (path: String, name: String)] = [
                "c": ("/c", "党委"), "g-02": ("/c/g-02", "党总支"), "b-0103": ("/c/g-02/b-0103", "第一党支部"),
            ]
            let (path, name) = units[self.unit] ?? ("", "")
            let head = [
                #""alert":"\#(self.id)""#, #""version":\#(self.version)"#, #""status":"\#(self.status)""#,
                #""severity":"\#(self.severity.rawValue)""#,
                #""unit":{"id":"\#(self.unit)","path":"\#(path)","name":"\#(name)"}"#,
            ]
            let subject =
                self.source.map { [#""source":{"id":"\#($0)","name":"OA"},"owner":"p-1""#] } ?? [
                    #""requirement":{"id":"theme-day","title":{"zh":"主题党日","en":"Theme Party day"}}"#,
                    #""window":{"from":"2021-04-01","to":"2021-04-30"},"verdict":"\#(self.verdict ?? "")""#,
                    #""owedBy":[{"role":"branch-secretary","unit":"\#(self.unit)"}]"#,
                    #""tell":[{"role":"organisation-department","unit":"c"}]"#,
                ]
            let lack = [
                #""missing":{"zh":"没有。","en":"No Theme Party day."}"#,
                #""mend":{"zh":"补上。","en":"Hold one."\#(self.source == nil ? #","by":"2021-04-30""# : "")}"#,
            ]
            return "{\((head + subject + lack).joined(separator: ","))}"
        }
    }

    func alert(_ row: AlertRow) async throws {
        let requirement = row.source == nil ? "theme-day" : nil
        try await self.write(
            """
            INSERT INTO supervision.alert (id, unit, requirement, source, version, status, severity, verdict, body,
                content, raised, changed)
            VALUES (\(row.id), \(row.unit), \(requirement), \(row.source), \(Int32(row.version)), \(row.status),
                \(row.severity.rawValue), \(row.verdict), \(row.body)::text::json, gen_random_uuid(),
                '2021-05-04T00:00+08:00', '2021-05-05T00:00+08:00')
            """)
    }

    func count(
        _ source: SourceName, _ kind: String, accepted: Int64, duplicate: Int64, delayed: Int64 = 0,
        newest: Instant
    ) async throws {
        try await self.write(
            """
            INSERT INTO activity.source_count (source, kind, topic, partition, accepted, duplicate, delayed,
                newest)
            VALUES (\(source), \(kind), 'guoying.activity.intake', 0, \(accepted), \(duplicate), \(delayed), \(newest))
            """)
    }

    /// A watermark of the source, in effect from its place in the journal on, or waiting for seven records.
    func watermark(until: Instant, recorded: Instant, takenEffectAt position: Int64?) async throws {
        try await self.write(
            """
            INSERT INTO activity.watermark (identity, source, until, recorded, accepted, cluster, topic, ends, event_id,
                value, position)
            VALUES (gen_random_uuid(), '/campus/oa', \(until), \(recorded), \(recorded), 'c1',
                'guoying.activity.intake', '{5,2}', 'w', '', \(position))
            """)
        if let position { try await self.write("UPDATE activity.lane SET head = \(position) WHERE lane = 0") }
    }

    func park(_ key: String, at instant: Instant) async throws {
        try await self.write(
            """
            INSERT INTO activity.parked (key, digest, source, accepted, topic, partition, record_offset, value)
            VALUES (\(key), gen_random_uuid(), '/campus/oa', \(instant), 'guoying.activity.intake', 0, 1, '')
            """)
    }

    /// Sets the rehearsal clock.
    func clock(at instant: Instant) async throws {
        try await self.write("DELETE FROM registry.rehearsal")
        try await self.write("INSERT INTO registry.rehearsal (business) VALUES (\(instant))")
    }
}
