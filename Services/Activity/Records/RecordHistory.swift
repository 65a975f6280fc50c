internal import Crypto
internal import Domain
internal import Messages
internal import Pipeline

/// Where a record can stand: a unit, and when it began there.
struct Place: Hashable, Sendable {
    let unit: String
    let occurred: Instant
}

/// A row of the table of records: what one version says at one place.
struct RecordRow: Hashable, Sendable {
    let place: Place
    let kind: ActivityKind
    let revision: Int32
    let state: RecordState
    let recorded: Instant
    let accepted: Instant
    /// Of a version that stands at this place.
    let detail: ActivityDetail?
}

/// What a version changes: its rows, and whom it concerns.
struct RecordChange: Hashable, Sendable {
    /// The record.
    let record: Digest16
    /// The number of the version.
    let revision: Int32
    /// Where the record stands since, or stood when it was taken back: its unit bears the event.
    let place: Place
    /// All other units at which the record ever stood: each is told that it moved.
    let otherUnits: [String]
    /// What to write.
    let rows: [RecordRow]
}

/// All versions of a record, in the order in which they took effect, and the places at which it ever stood.
///
/// At every place there is a row for every version, so that whoever reads one place sees that a version is superseded
/// or taken back by another, whichever came first and wherever it stands.
struct RecordHistory: Hashable, Sendable {
    /// One version, apart from where it stands.
    struct Version: Hashable, Sendable {
        let revision: Int32
        let isRetraction: Bool
        let kind: ActivityKind
        let recorded: Instant
        let accepted: Instant
    }

    let record: Digest16
    private(set) var versions: [Version]
    /// Where it ever stood, the first place first.
    private(set) var places: [Place]
    /// Where it stands, or stood last.
    private(set) var current: Place

    /// What the store has of a record; `places` are those of its versions in their order, some more than once.
    init?(_ record: Digest16, versions: [Version], places: [Place]) {
        guard let last = places.last, !versions.isEmpty else { return nil }
        self.record = record
        self.versions = versions.sorted { $0.revision < $1.revision }
        self.places = []
        self.current = last
        for place in places where !self.places.contains(place) { self.places.append(place) }
    }

    private init(_ record: Digest16, at place: Place) {
        self.record = record
        self.versions = []
        self.places = []
        self.current = place
    }

    /// A record's first version.
    static func held(_ record: Digest16, at place: Place, _ fact: Fact, _ kind: ActivityKind) -> (Self, RecordChange) {
        var history = RecordHistory(record, at: place)
        let change = history.hold(at: place, fact, kind)
        return (history, change)
    }

    /// A version that stands at `place`, the first or a better one.
    mutating func hold(at place: Place, _ fact: Fact, _ kind: ActivityKind) -> RecordChange {
        let version = self.next(fact, kind, isRetraction: false)
        var rows = [self.row(of: version, at: place, .held, fact.message.body.held?.detail)]
        for other in self.places where other != place { rows.append(self.row(of: version, at: other, .elsewhere)) }
        if !self.places.contains(place) {
            for earlier in self.versions {
                rows.append(self.row(of: earlier, at: place, earlier.isRetraction ? .retracted : .elsewhere))
            }
            self.places.append(place)
        }
        self.versions.append(version)
        self.current = place
        return self.change(version, rows)
    }

    /// A version that takes the record back, wherever it ever stood.
    mutating func retract(_ fact: Fact) -> RecordChange {
        let kind = self.versions.last?.kind ?? .report
        let version = self.next(fact, kind, isRetraction: true)
        let rows = self.places.map { self.row(of: version, at: $0, .retracted) }
        self.versions.append(version)
        return self.change(version, rows)
    }

    private func next(_ fact: Fact, _ kind: ActivityKind, isRetraction: Bool) -> Version {
        Version(
            revision: (self.versions.last?.revision ?? 0) + 1, isRetraction: isRetraction, kind: kind,
            recorded: fact.recorded, accepted: fact.accepted)
    }

    private func change(_ version: Version, _ rows: [RecordRow]) -> RecordChange {
        let others = Set(self.places.map(\.unit)).subtracting([self.current.unit])
        return RecordChange(
            record: self.record, revision: version.revision, place: self.current, otherUnits: others.sorted(),
            rows: rows)
    }

    private func row(
        of version: Version, at place: Place, _ state: RecordState, _ detail: ActivityDetail? = nil
    ) -> RecordRow {
        RecordRow(
            place: place, kind: version.kind, revision: version.revision, state: state, recorded: version.recorded,
            accepted: version.accepted, detail: detail)
    }
}
