internal import Crypto
internal import Domain
internal import Facts
internal import Pipeline
internal import Postgres

/// SQL of records and their versions.
enum RecordTable {
    /// The records that events are versions of, for those that are no first version themselves.
    static func records(of events: [Digest16]) -> SQL {
        "SELECT event, record FROM version WHERE event = ANY(\(events))"
    }

    /// What events said that are written, by the events.
    static func contents(of events: [Digest16]) -> SQL {
        """
        SELECT asked.event, j.value
        FROM unnest(\(events)) AS asked (event)
        LEFT JOIN version AS v ON v.event = asked.event
        LEFT JOIN seen AS s ON s.digest = asked.event AND v.event IS NULL
        CROSS JOIN LATERAL (
            SELECT lane, position FROM record
            WHERE record.unit = coalesce(v.unit, s.unit) AND record.occurred = coalesce(v.occurred, s.occurred)
                AND record.record = coalesce(v.record, s.digest) AND record.revision = coalesce(v.revision, 1)
                AND record.state = 'held' OFFSET 0) AS r
        JOIN journal AS j ON j.lane = r.lane AND j.position = r.position
        """
    }

    /// Locks records, so that their versions are numbered one after another, and reads what there is of them.
    static func lock(_ records: [Digest16], on connection: Connection) async throws -> [RecordHistory] {
        guard !records.isEmpty else { return [] }
        let answers = try await connection.pipeline([
            "SELECT digest FROM seen WHERE digest = ANY(\(records)) ORDER BY digest FOR UPDATE",
            // Statements of their own, so that they see what was committed while the locks were waited for. At its
            // first place a record has a row for every version.
            """
            SELECT record, revision, r.unit, r.occurred, state, kind, recorded, accepted
            FROM seen s CROSS JOIN LATERAL (
                SELECT * FROM record
                WHERE record.unit = s.unit AND record.occurred = s.occurred AND record.record = s.digest OFFSET 0) AS r
            WHERE s.digest = ANY(\(records)) ORDER BY revision
            """,
            "SELECT record, unit, occurred FROM version WHERE record = ANY(\(records)) ORDER BY revision",
        ])
        var versions: [Digest16: [RecordHistory.Version]] = [:]
        var places: [Digest16: [Place]] = [:]
        for row in answers[1] {
            let record: Digest16 = try row.decode("record")
            versions[record, default: []].append(try RecordHistory.Version(row))
            if places[record] == nil { places[record] = [try Place(row)] }
        }
        for row in answers[2] { places[try row.decode("record"), default: []].append(try Place(row)) }
        return records.compactMap { record in
            RecordHistory(record, versions: versions[record] ?? [], places: places[record] ?? [])
        }
    }

    /// Writes which record corrections and retractions are versions of.
    static func copy(_ versions: [(event: Digest16, change: RecordChange)], on connection: Connection) async throws {
        guard !versions.isEmpty else { return }
        var encoder = CopyEncoder()
        for (event, change) in versions.sorted(by: { $0.event < $1.event }) {
            encoder.beginRow(columns: 5)
            encoder.append(event)
            encoder.append(change.record)
            encoder.append(change.revision)
            encoder.append(change.place.unit)
            encoder.append(change.place.occurred)
        }
        try await connection.copy(encoder, into: "version (event, record, revision, unit, occurred)")
    }
}

extension RecordHistory.Version {
    fileprivate init(_ row: Row) throws {
        let kind: String = try row.decode("kind")
        guard let activity = ActivityKind(rawValue: kind) else { throw UnknownKind(kind: kind) }
        self.init(
            revision: try row.decode("revision"),
            isRetraction: try row.decode("state", as: String.self) == RecordState.retracted.rawValue, kind: activity,
            recorded: try row.decode("recorded"), accepted: try row.decode("accepted"))
    }
}

extension Place {
    fileprivate init(_ row: Row) throws {
        self.init(unit: try row.decode("unit"), occurred: try row.decode("occurred"))
    }
}

/// A record is of a kind that this program does not know: it is older than what wrote it.
struct UnknownKind: Error, CustomStringConvertible {
    let kind: String

    var description: String { "a record is of kind '\(self.kind)', which this program does not know" }
}
