internal import Domain
internal import Facts
internal import Messages
internal import Pipeline
internal import Postgres

/// The alerts as they were sent last.
enum AlertTable {
    /// Asks for the alerts of all duties of units, and of single ones.
    static func question(about units: [UnitCode], and duties: [(unit: UnitCode, name: DutyName)]) -> SQL {
        """
        SELECT unit, requirement, window_from, version, status, severity, body, content FROM alert
        WHERE unit = ANY(\(units)) AND requirement IS NOT NULL
        UNION ALL SELECT unit, requirement, window_from, version, status, severity, body, content FROM alert
        WHERE id = ANY(\(duties.map { AlertSubject.duty($0.name).alertID(at: $0.unit) }))
        """
    }

    /// The alerts, of the answer to that question.
    static func alerts(_ rows: Rows) throws -> [UnitCode: [DutyName: KnownAlert]] {
        var alerts: [UnitCode: [DutyName: KnownAlert]] = [:]
        for row in rows {
            let name = DutyName(
                requirement: RequirementID(rawValue: try row.decode("requirement")),
                from: try row.decode("window_from", as: Day?.self))
            alerts[try row.decode("unit"), default: [:]][name] = try KnownAlert(row)
        }
        return alerts
    }

    /// The alerts about sources, each with the unit that it named.
    static func alerts(
        of sources: [SourceName], on connection: Connection
    ) async throws -> [SourceName: (unit: UnitCode, alert: KnownAlert)] {
        let rows = try await connection.run(
            """
            SELECT source, unit, version, status, severity, body, content FROM alert WHERE source = ANY(\(sources))
            """)
        var alerts: [SourceName: (unit: UnitCode, alert: KnownAlert)] = [:]
        for row in rows { alerts[try row.decode("source")] = (try row.decode("unit"), try KnownAlert(row)) }
        return alerts
    }

    /// The versions of alerts, and which of them stand; those that are not known are left out.
    static func versions(
        of alerts: [String], on connection: Connection
    ) async throws -> [String: (version: Int64, isStanding: Bool)] {
        let rows = try await connection.run("SELECT id, version, status FROM alert WHERE id = ANY(\(alerts))")
        var versions: [String: (version: Int64, isStanding: Bool)] = [:]
        for row in rows {
            let isResolved = try row.decode("status", as: String.self) == Alert.Status.resolved.rawValue
            versions[try row.decode("id")] = (Int64(try row.decode("version", as: Int32.self)), !isResolved)
        }
        return versions
    }

    /// Writes the newest versions.
    static func write(_ alerts: [AlertVersion], at instant: Instant, on connection: Connection) async throws {
        guard !alerts.isEmpty else { return }
        try await connection.queue([Self.writing(alerts, at: instant)])
    }

    /// The statement that writes the newest versions.
    static func writing(_ alerts: [AlertVersion], at instant: Instant) -> SQL {
        // The body goes as text: the bytes that are sent are the bytes that are kept.
        let bodies = alerts.map { String(decoding: $0.body, as: UTF8.self) }
        return """
            INSERT INTO alert (id, unit, requirement, window_from, source, version, status, severity, verdict, body,
                content, raised, changed)
            SELECT id, unit, requirement, window_from, source, version, status, severity, verdict, body::json, content,
                \(instant), \(instant)
            FROM unnest(\(alerts.map(\.id))::text[], \(alerts.map(\.unit))::text[],
                \(alerts.map(\.subject.duty?.requirement.rawValue))::text[],
                \(alerts.map(\.subject.duty?.from))::date[], \(alerts.map(\.subject.source))::text[],
                \(alerts.map { Int32($0.step.version) })::integer[], \(alerts.map(\.step.status.rawValue))::text[],
                \(alerts.map(\.step.severity.rawValue))::text[], \(alerts.map(\.verdict?.rawValue))::text[],
                \(bodies)::text[], \(alerts.map(\.content))::uuid[])
                AS new (id, unit, requirement, window_from, source, version, status, severity, verdict, body, content)
            ON CONFLICT (id) DO UPDATE
            SET unit = excluded.unit, version = excluded.version, status = excluded.status,
                severity = excluded.severity, verdict = excluded.verdict, body = excluded.body,
                content = excluded.content,
                raised = CASE excluded.status WHEN 'raised' THEN excluded.raised ELSE alert.raised END,
                changed = excluded.changed
            """
    }
}

extension AlertSubject {
    fileprivate var duty: DutyName? {
        guard case .duty(let duty) = self else { return nil }
        return duty
    }

    fileprivate var source: SourceName? {
        guard case .source(let source) = self else { return nil }
        return source
    }
}

extension KnownAlert {
    fileprivate init(_ row: Row) throws {
        let status = try row.decode("status", as: String.self)
        let severity = try row.decode("severity", as: String.self)
        guard let knownStatus = Alert.Status(rawValue: status), let knownSeverity = AlertSeverity(rawValue: severity)
        else { throw UnknownAlert(status: status, severity: severity) }
        self.init(
            version: Int64(try row.decode("version", as: Int32.self)), status: knownStatus, severity: knownSeverity,
            body: try row.decode("body", as: JSONText.self).bytes, content: try row.decode("content"))
    }
}

/// A row holds an alert's status or severity that this program does not know.
struct UnknownAlert: Error, CustomStringConvertible {
    let status: String
    let severity: String

    var description: String {
        "a row holds an alert of status '\(self.status)' and severity '\(self.severity)', unknown to this program"
    }
}
