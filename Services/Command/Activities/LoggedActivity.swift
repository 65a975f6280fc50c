internal import Crypto
internal import Domain
internal import JSON
internal import Postgres

/// A record as the log holds it, in the version that counts.
struct LoggedActivity {
    /// The unit at which it took place.
    let unit: UnitCode
    /// What took place.
    let kind: ActivityKind
    /// When it began.
    let started: Instant
    /// Which version of the record it is, and which it is a version of.
    let version: LoggedVersion
    let record: Digest16
    /// Whether another record of the unit and the kind began at the same instant.
    let isProbableDuplicate: Bool
    /// The event's data; nil where no single record of the kind is told.
    var data: [UInt8]?
    /// Who looked at it whole, in the order of time; of any of its versions.
    var looks: [RecordedLook] = []
    /// All versions in the order in which they became known; empty where nobody asked.
    var versions: [LoggedVersion] = []

    init(_ row: Row) throws {
        self.unit = try row.decode("unit")
        let kind = try row.decode("kind", as: String.self)
        guard let known = ActivityKind(rawValue: kind) else { throw UnknownKind(kind: kind) }
        self.kind = known
        self.started = try row.decode("occurred")
        self.version = try LoggedVersion(row)
        self.record = try row.decode("record")
        self.isProbableDuplicate = try row.decode("same", as: Int64.self) > 1
        self.data = try row.decode("data", as: String?.self).map { Array($0.utf8) }
    }

    /// What of its data a list shows.
    struct Excerpt {
        var title: String?
        var due: Int64?
        var present: Int64?
    }

    /// What of its data a list shows; what is not there, or is not what it should be, is left out.
    var excerpt: Excerpt {
        guard let data else { return Excerpt() }
        var reader = DocumentReader()
        let read = try? reader.read(data) { root in
            let attendance = root.member("attendance")
            return Excerpt(
                title: root.member("title")?.string, due: attendance?.member("due")?.integer,
                present: attendance?.member("present")?.integer)
        }
        return read ?? Excerpt()
    }
}

/// A version of a record.
struct LoggedVersion {
    let source: SourceName
    let id: String
    let revision: Int32
    let state: RecordState
    let recorded: Instant
    let accepted: Instant
    /// Where it stands in the journal.
    let lane: Int16
    let position: Int64

    init(_ row: Row) throws {
        self.source = try row.decode("source")
        self.id = try row.decode("id")
        self.revision = try row.decode("revision")
        let state = try row.decode("state", as: String.self)
        self.state = RecordState(rawValue: state) ?? .elsewhere
        self.recorded = try row.decode("recorded")
        self.accepted = try row.decode("accepted")
        self.lane = try row.decode("lane")
        self.position = try row.decode("position")
    }

    /// Whether it came more than a day after its source is said to have recorded it.
    var isDelayed: Bool { self.accepted.isMoreThanADay(after: self.recorded) }
}

/// That somebody looked at a record whole.
struct RecordedLook {
    let at: Instant
    /// The database role as which they were logged in.
    let login: String
    let purpose: String

    init(_ row: Row) throws {
        self.at = try row.decode("at")
        self.login = try row.decode("login")
        self.purpose = try row.decode("purpose")
    }
}

/// A row names a kind that this program does not know.
struct UnknownKind: Error, CustomStringConvertible {
    let kind: String
    var description: String { "the log holds records of kind '\(self.kind)', unknown to this program; it may be newer" }
}
