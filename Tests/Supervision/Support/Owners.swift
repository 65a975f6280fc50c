import Crypto
import Domain
import Facts
import JSON
import Kafka
import Kit
import Messages
import Postgres
import ServiceKit

@testable import Pipeline

/// Facts as their owners write them: a row that bears the position of its entry in the owner's journal.
struct Owners: Sendable {
    private let registry: Pool
    private let activity: Pool
    private let topics: Topics
    private let clock: ManualClock

    init(_ database: ScratchDatabase, topics: Topics, clock: ManualClock) throws {
        self.registry = try database.pool(of: "registry")
        self.activity = try database.pool(of: "activity")
        self.topics = topics
        self.clock = clock
    }

    func close() {
        self.registry.close()
        self.activity.close()
    }

    /// The records that were journalled since this was asked last, as the owners' relays publish them.
    func newRecords(for cluster: String) async throws -> [OutgoingRecord] {
        var records: [OutgoingRecord] = []
        for (service, pool) in [("registry", self.registry), ("activity", self.activity)] {
            let relay = RelayStore(pool: pool, cluster: cluster, holder: "test")
            guard let lease = try await relay.lease(),
                let reading = try await relay.entries(after: lease.published, limit: 100_000, under: lease.token)
            else { continue }
            let entries = reading.entries
            let reached = Dictionary(entries.map { ($0.lane, $0.position) }, uniquingKeysWith: max)
            guard try await relay.mark(reached, token: lease.token, durably: true) else { continue }
            let partitions = service == "registry" ? 1 : Topics.partitions
            var reader = DocumentReader()
            records += try entries.map {
                try $0.record(service: service, partitions: partitions, with: &reader)
            }
        }
        return records
    }

    /// Committee `c`, general branch `g`, branch `b-1`, and a source that reports theme days for all of them.
    func foundCampus() async throws {
        try await self.unit("c", .committee, parent: nil)
        try await self.unit("g", .generalBranch, parent: "c")
        try await self.unit("b-1", .branch, parent: "g")
        try await self.source("/campus/oa", reports: [.themeDay], for: "c")
    }

    // MARK: The register

    func unit(
        _ code: UnitCode, _ kind: UnitKind, parent: UnitCode?, from: String = "2020-01-01", through: String? = nil
    ) async throws {
        try await self.register("guoying.registry.unit-registered.v1", key: code) { transaction, position in
            try await transaction.connection.run(
                """
                INSERT INTO unit (code, valid_from, valid_through, name, kind, parent, recorded, accepted, position)
                VALUES (\(code), \(day(from)), \(through.map(day)), \("unit \(code)"), \(kind.rawValue), \(parent),
                    \(day(from).start), \(transaction.now), \(position))
                """)
        }
    }

    func members(_ formal: Int32, of unit: UnitCode, from: String = "2020-01-01") async throws {
        try await self.register("guoying.registry.members-counted.v1", key: unit) { transaction, position in
            try await transaction.connection.run(
                """
                INSERT INTO member_count (unit, valid_from, formal, probationary, recorded, accepted, position)
                VALUES (\(unit), \(day(from)), \(formal), 0, \(day(from).start), \(transaction.now), \(position))
                """)
        }
    }

    func committee(of unit: UnitCode, elected: String, years: Int32?, members: Int32 = 5) async throws {
        try await self.register("guoying.registry.committee-registered.v1", key: unit) { transaction, position in
            try await transaction.connection.run(
                """
                INSERT INTO committee (unit, valid_from, years, members, recorded, accepted, position)
                VALUES (\(unit), \(day(elected)), \(years), \(members), \(day(elected).start), \(transaction.now),
                    \(position))
                """)
        }
    }

    func source(
        _ source: SourceName, reports kinds: [ActivityKind], for unit: UnitCode, every: String = "P1D",
        through: String? = nil
    ) async throws {
        let value = #"{"unit":"\#(unit)","source":"\#(source)"}"#
        try await self.register("guoying.registry.source-registered.v1", key: unit, value) { transaction, position in
            try await transaction.connection.run(
                """
                INSERT INTO reporting (source, unit, name, owner, kinds, every, valid_through, recorded, accepted,
                    position)
                VALUES (\(source), \(unit), 'OA', 'office@c', \(kinds.map(\.rawValue)), \(every),
                    \(through.map(day)), \(Instant(microseconds: 0)), \(transaction.now), \(position))
                """)
        }
    }

    private func register(
        _ type: String, key: UnitCode, _ value: String = "{}", _ insert: (Transaction, Int64) async throws -> Rows
    ) async throws {
        try await self.registry.transaction(self.clock) { transaction in
            let entry = JournalEntry(
                topic: self.topics.registryJournal.name, lane: 0, key: Array(key.rawValue.utf8), type: type,
                value: Array(value.utf8))
            let numbers = try await transaction.journal([entry])
            _ = try await insert(transaction, numbers[0].position)
        }
    }

    // MARK: Activities

    /// A theme day with so many minutes of each part; `corrects` names the record of which it is a new version.
    func themeDay(
        _ id: String, at unit: UnitCode, on start: String, minutes: Int = 60, practice: Int? = nil,
        corrects: String? = nil, revision: Int32 = 1
    ) async throws {
        var segments = SegmentMinutes()
        segments.add(minutes, to: .study)
        segments.add(minutes, to: .exchange)
        segments.add(practice ?? minutes, to: .practice)
        try await self.record(
            id, of: corrects ?? id, revision, .held, at: unit, on: start, ActivityDetail(segments: segments))
    }

    /// Something of any kind, once.
    func held(
        _ kind: ActivityKind, _ id: String, at unit: UnitCode, on start: String, _ detail: ActivityDetail
    ) async throws {
        try await self.record(id, of: id, 1, .held, at: unit, on: start, detail, kind: kind)
    }

    /// A theme day is said to have been held somewhere else or at another time: as the activity service has it, each
    /// place has a row for every version, and the unit that it left is told.
    func move(
        _ record: String, from old: (unit: UnitCode, start: String), to new: (unit: UnitCode, start: String),
        as id: String
    ) async throws {
        var segments = SegmentMinutes()
        for part in SegmentPart.allCases { segments.add(60, to: part) }
        try await self.record(
            id, of: record, 2, .held, at: new.unit, on: new.start, ActivityDetail(segments: segments))
        for (place, revision) in [(new, 1 as Int32), (old, 2)] {
            try await self.log(RecordMoved.type, id: "\(id)-\(revision)", unit: place.unit) { transaction, number in
                let key = MessageDigest.identity(source: "/campus/oa", id: record)
                return try await transaction.connection.run(
                    """
                    INSERT INTO record (unit, occurred, kind, record, revision, state, recorded, accepted, lane,
                        position)
                    VALUES (\(place.unit), \(at(place.start)), 'theme-day', \(key), \(revision), 'elsewhere',
                        \(transaction.now), \(transaction.now), \(Int16(number.lane)), \(number.position))
                    """)
            }
        }
    }

    /// Takes a theme day back.
    func retract(_ record: String, at unit: UnitCode, on start: String, by id: String, revision: Int32 = 2) async throws
    {
        try await self.record(id, of: record, revision, .retracted, at: unit, on: start, ActivityDetail())
    }

    private func record(
        _ id: String, of record: String, _ revision: Int32, _ state: RecordState, at unit: UnitCode, on start: String,
        _ detail: ActivityDetail, kind: ActivityKind = .themeDay
    ) async throws {
        let type = state == .retracted ? "retracted" : revision == 1 ? "held" : "corrected"
        let said = #"{"unit":"\#(unit)","kind":"\#(kind.rawValue)","startedAt":"\#(start)"}"#
        try await self.log("guoying.activity.\(type).v1", id: id, unit: unit, value: said) { transaction, number in
            let key = MessageDigest.identity(source: "/campus/oa", id: record)
            return try await transaction.connection.run(
                """
                INSERT INTO record (unit, occurred, kind, record, revision, state, recorded, accepted, lane, position,
                    detail)
                VALUES (\(unit), \(at(start)), \(kind.rawValue), \(key), \(revision), \(state.rawValue),
                    \(transaction.now), \(transaction.now), \(Int16(number.lane)), \(number.position),
                    \(detail.json().map(JSONText.init)))
                """)
        }
    }

    /// The source says that all before an instant has been sent.
    func watermark(_ id: String, until: String, unit: UnitCode? = nil) async throws {
        try await self.log("guoying.activity.watermark.v1", id: id, unit: unit, lane: 0) { transaction, number in
            try await transaction.connection.run(
                """
                INSERT INTO watermark (identity, source, until, unit, recorded, accepted, cluster, topic, ends,
                    event_id, value, position)
                VALUES (\(MessageDigest.identity(source: "/campus/oa", id: id)), '/campus/oa', \(at(until)), \(unit),
                    \(transaction.now), \(transaction.now), 'c1', 'in', '{}', \(id), '', \(number.position))
                """)
        }
    }

    /// A theme day that was refused.
    @discardableResult func deadLetter(of unit: UnitCode, on start: String) async throws -> LetterNumber {
        try await self.activity.transaction(self.clock) { transaction in
            let lane = Lane.index(ofUnit: unit.rawValue)
            let entry = JournalEntry(
                topic: self.topics.activityDeadLetters.name, lane: lane, key: nil, type: "schema", value: nil)
            let numbers = try await transaction.journal([entry])
            try await transaction.connection.run(
                """
                INSERT INTO dead_letter (lane, position, accepted, code, stage, unit, kind, occurred, recorded, topic,
                    partition, record_offset)
                VALUES (\(Int16(lane)), \(numbers[0].position), \(transaction.now), 'schema', 'schema', \(unit),
                    'theme-day', \(at(start)), \(transaction.now), 'in', 0, 0)
                """)
            return LetterNumber(lane: lane, position: numbers[0].position)
        }
    }

    /// A letter is dismissed.
    func dismiss(_ letter: LetterNumber, of unit: UnitCode) async throws {
        try await self.log(LetterDismissed.type, id: "d-\(letter)", unit: unit) { transaction, number in
            try await transaction.connection.run(
                """
                UPDATE dead_letter SET ended = \(transaction.now), ended_position = \(number.position)
                WHERE lane = \(Int16(letter.lane)) AND position = \(letter.position)
                """)
        }
    }

    private func log(
        _ type: String, id: String, unit: UnitCode?, value: String? = nil, lane: Int? = nil,
        _ insert: (Transaction, JournalNumber) async throws -> Rows
    ) async throws {
        try await self.activity.transaction(self.clock) { transaction in
            let text = value ?? unit.map { #"{"unit":"\#($0)"}"# } ?? "{}"
            var entry = JournalEntry(
                topic: self.topics.activityJournal.name, lane: lane ?? Lane.index(ofUnit: unit?.rawValue), key: nil,
                type: type, value: Array(text.utf8))
            entry.source = "/campus/oa"
            entry.id = id
            let numbers = try await transaction.journal([entry])
            _ = try await insert(transaction, numbers[0])
        }
    }
}
