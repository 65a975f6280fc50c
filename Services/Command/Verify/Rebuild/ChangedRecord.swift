internal import Crypto
internal import Domain
internal import Facts
internal import JSON
internal import Messages
internal import Pipeline

/// A record that was corrected or taken back: all its versions, in whatever order they are met.
///
/// It is told here what the tables must hold, not how they came to it: at every place at which the record ever stood
/// there is a row for every version, brought by the entry in the lane of the place's unit that came with the later of
/// the two, the version and the place.
struct ChangedRecord {
    /// Where a version stands.
    private struct Place: Hashable {
        let unit: String
        let occurred: Instant
    }

    private let record: Digest16
    private var versions: [Int32: ReplayedEvent] = [:]
    /// The entries that told other units of a version, by the version's number and the unit.
    private var tellings: [Int32: [String: JournaledEntry]] = [:]

    init(_ record: Digest16) { self.record = record }

    /// A record of one version, which nothing has changed yet.
    init(_ record: Digest16, _ event: ReplayedEvent) {
        self.record = record
        self.versions = [event.revision: event]
    }

    /// Takes in a version.
    mutating func take(_ event: ReplayedEvent) { self.versions[event.revision] = event }

    /// Takes in that a unit was told of a version.
    mutating func take(_ moved: RecordMoved, _ journaled: JournaledEntry) {
        guard let revision = journaled.entry.header(RecordHeader.revision).flatMap({ Int32($0) }) else { return }
        self.tellings[revision, default: [:]][moved.unit] = journaled
    }

    /// The rows of records and of versions.
    func rows(with reader: inout DocumentReader) throws -> [ProjectedRow] {
        let versions = self.versions.values.sorted { $0.revision < $1.revision }
        var places: [(place: Place, since: Int32)] = []
        var kinds: [Int32: ActivityKind] = [:]
        var rows: [ProjectedRow] = []
        var last: (place: Place, kind: ActivityKind)?
        for version in versions {
            if let held = version.message.body.held {
                let place = Place(unit: held.unit.rawValue, occurred: held.startedAt)
                last = (place, held.kind)
                if !places.contains(where: { $0.place == place }) { places.append((place, version.revision)) }
            }
            guard let last else { continue }
            kinds[version.revision] = last.kind
            if version.revision > 1 { rows.append(self.row(of: version, standingAt: last.place)) }
        }
        for (place, since) in places {
            for version in versions {
                guard let kind = kinds[version.revision] else { continue }
                rows.append(try self.row(of: version, kind, at: place, since: since, with: &reader))
            }
        }
        return rows
    }

    private func row(of version: ReplayedEvent, standingAt place: Place) -> ProjectedRow {
        ProjectedRow(
            table: ActivityProjection.versions, number: version.number,
            columns: [
                "event": .uuid(version.message.identity), "record": .uuid(self.record),
                "revision": .number(version.revision), "unit": .text(place.unit), "occurred": .instant(place.occurred),
            ])
    }

    private func row(
        of version: ReplayedEvent, _ kind: ActivityKind, at place: Place, since: Int32,
        with reader: inout DocumentReader
    ) throws -> ProjectedRow {
        let held = version.message.body.held
        let stands = held.map { Place(unit: $0.unit.rawValue, occurred: $0.startedAt) == place } ?? false
        let state: RecordState = held == nil ? .retracted : stands ? .held : .elsewhere
        let cause = max(version.revision, since)
        let telling = self.tellings[cause]?[place.unit]
        let own = self.versions[cause] ?? version
        let number = telling?.number ?? own.number
        return ProjectedRow(
            table: ActivityProjection.records, number: number,
            columns: [
                "unit": .text(place.unit), "occurred": .instant(place.occurred), "kind": .text(kind.rawValue),
                "record": .uuid(self.record), "revision": .number(version.revision), "state": .text(state.rawValue),
                "recorded": .instant(version.recorded), "accepted": .instant(version.accepted),
                "lane": .number(number.lane), "position": .number(number.position),
                "detail": try .json(stands ? held?.detail.json() : nil, with: &reader),
                "source": .text(telling?.source(of: "activity") ?? own.source), "id": .text(telling?.id ?? own.id),
            ])
    }
}
