import Kafka
import Kit
import Messages
import Synchronization

/// Other systems that never rest: events, some of them twice or broken, and imports, until they are told to stop.
final class OutsideWorld: Sendable {
    /// The branches that events speak of.
    static let units = (1...12).map { "b-\($0)" }

    private let producer: Producer
    private let topics: Topics
    private let notes = Mutex(Ledger())
    private let isStopping = Atomic(false)

    /// A record, and what it will have brought about.
    private struct Shipment {
        let record: OutgoingRecord
        let entry: LedgerEntry
    }

    init(_ broker: LentBroker) throws {
        self.producer = try Producer(settings: broker.settings)
        self.topics = broker.topics
    }

    /// What the broker has acknowledged so far.
    var ledger: Ledger { self.notes.withLock { $0 } }

    /// Registers the branches, and waits for nothing.
    func register() async throws {
        let units =
            [["c", "示例学院党委", "committee", "", "", "2000-01-01", ""]]
            + Self.units.map { [$0, "党支部 \($0)", "branch", "teacher", "c", "2000-01-01", ""] }
        try await self.send(
            self.importing(
                "register",
                [
                    Sheet("units", ["code", "name", "kind", "category", "parent", "from", "to"], units),
                    Sheet(
                        "sources", ["source", "name", "owner", "unit", "kinds", "every"],
                        [["/campus/oa", "办公系统", "office@c", "c", "theme-day", "P7D"]]),
                ], count: nil))
    }

    /// Sends, round after round, until `stop` is called.
    func run() async throws {
        var round = 0
        while !self.isStopping.load(ordering: .acquiring) {
            try await self.send(self.events(in: round))
            if round % 4 == 0 { try await self.send(self.countOfMembers(in: round)) }
            round += 1
            // The pace of the load, not a wait for anything.
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// Lets the round that is under way be the last.
    func stop() { self.isStopping.store(true, ordering: .releasing) }

    /// Frees the client.
    func close() async { await self.producer.close(within: .seconds(10)) }

    private func send(_ shipments: [Shipment]) async throws {
        let outcomes = await self.producer.send(shipments.map(\.record))
        for (shipment, outcome) in zip(shipments, outcomes) {
            _ = try outcome.get()
            self.notes.withLock { $0.note(shipment.entry) }
        }
    }

    /// A round of events: in every unit a talk, sometimes twice or broken, and every fourth round a theme day of April,
    /// which the next but one takes back, so that verdicts and alerts change all the time.
    private func events(in round: Int) -> [Shipment] {
        var shipments: [Shipment] = []
        for (number, unit) in Self.units.enumerated() {
            let talk = self.event("talk-\(unit)-\(round)", data: Self.held("talks", at: unit), key: unit)
            shipments.append(talk)
            if (round + number) % 3 == 0 { shipments.append(Shipment(record: talk.record, entry: .duplicate)) }
            if (round + number) % 5 == 0 { shipments.append(self.unreadable(of: unit)) }
            let phase = (round + number) % 8
            if phase == 2 {
                shipments.append(
                    self.event("theme-\(unit)-\(round)", data: Self.held("theme-day", at: unit), key: unit))
            } else if phase == 6, round >= 4 {
                let target = ["source": JSONValue.string("/campus/oa"), "id": .string("theme-\(unit)-\(round - 4)")]
                shipments.append(
                    self.event(
                        "back-\(unit)-\(round)", "retracted",
                        data: ["retracts": .object(target), "reason": .string("never held")], key: unit))
            }
        }
        if round % 8 == 0 {
            shipments.append(
                self.event(
                    "mark-\(round)", "watermark", data: ["until": .string("2021-05-05T00:00:00+08:00")], key: nil))
        }
        return shipments
    }

    private static func held(_ kind: String, at unit: String) -> [String: JSONValue] {
        let parts = ["study", "exchange", "practice"].map {
            JSONValue.object(["part": .string($0), "minutes": .integer(60)])
        }
        return [
            "unit": .string(unit), "kind": .string(kind), "startedAt": .string("2021-04-09T14:30:00+08:00"),
            "segments": .array(parts),
        ]
    }

    private func event(
        _ id: String, _ verb: String = "held", data: [String: JSONValue], key: String?
    ) -> Shipment {
        let value = Self.structured(id, type: "guoying.activity.\(verb).v1", data: data)
        return Shipment(record: Self.record(self.topics.activityIntake, key: key, value), entry: .event(id))
    }

    private func unreadable(of unit: String) -> Shipment {
        Shipment(record: Self.record(self.topics.activityIntake, key: unit, #"{"unit": ""#), entry: .unreadable)
    }

    /// An import of one count of members, of another unit or another day each time.
    private func countOfMembers(in round: Int) -> [Shipment] {
        let number = round / 4
        let unit = Self.units[number % Self.units.count]
        let day = "2020/\(1 + number / Self.units.count % 12)/\(1 + number / Self.units.count / 12)"
        return self.importing(
            "import-\(round)",
            [Sheet("members", ["unit", "date", "formal", "probationary"], [[unit, day, "\(20 + number % 20)", "2"]])],
            count: "\(unit) \(day)")
    }

    /// Rows of a file of the register.
    private struct Sheet {
        let file: String
        let columns: [String]
        let rows: [[String]]

        init(_ file: String, _ columns: [String], _ rows: [[String]]) {
            self.file = file
            self.columns = columns
            self.rows = rows
        }
    }

    /// The commands of an import.
    private func importing(_ name: String, _ sheets: [Sheet], count: String?) -> [Shipment] {
        let commit = "\(name)-commit"
        let rowCount = sheets.reduce(0) { $0 + $1.rows.count }
        return [self.command("import-begin", "\(name)-begin", of: name, [:])]
            + sheets.map { self.rows(of: $0, in: name) }
            + [
                self.command(
                    "import-commit", commit, of: name,
                    ["mode": .string("apply"), "rows": .integer(Int64(rowCount))],
                    entry: count.map { .commit(commit, count: $0) })
            ]
    }

    private func rows(of sheet: Sheet, in name: String) -> Shipment {
        let rows = sheet.rows.enumerated().map { line, cells in
            JSONValue.object(["line": .integer(Int64(line + 2)), "cells": .array(cells.map { .string($0) })])
        }
        return self.command(
            "import-rows", "\(name)-\(sheet.file)", of: name,
            [
                "file": .string(sheet.file), "name": .string("\(sheet.file).csv"),
                "columns": .array(sheet.columns.map { .string($0) }), "rows": .array(rows),
            ])
    }

    private func command(
        _ verb: String, _ id: String, of name: String, _ data: [String: JSONValue], entry: LedgerEntry? = nil
    ) -> Shipment {
        let data = data.merging(["import": .string(name)]) { $1 }
        let value = Self.structured(id, type: "guoying.registry.\(verb).v1", data: data)
        return Shipment(
            record: Self.record(self.topics.registryCommands, key: nil, value), entry: entry ?? .command(id))
    }

    private static func structured(_ id: String, type: String, data: [String: JSONValue]) -> String {
        JSONValue.object([
            "specversion": .string("1.0"), "type": .string(type), "source": .string("/campus/oa"), "id": .string(id),
            "recordedtime": .string("2021-05-04T08:00:00+08:00"), "data": .object(data),
        ]).text
    }

    private static func record(_ topic: Topic, key: String?, _ value: String) -> OutgoingRecord {
        OutgoingRecord(
            topic: topic.name, key: key.map { Array($0.utf8) }, value: Array(value.utf8),
            headers: [Header(name: "content-type", text: "application/cloudevents+json; charset=UTF-8")])
    }
}
