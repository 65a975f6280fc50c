import FoundationEssentials
import Kit
import Messages
import Postgres

extension Checker {
    /// I7: each topic holds what was journalled for it, in the order of its lane, once repetitions are dropped, and
    /// nothing else; versions of alerts have no gaps, and each is delivered once.
    func whatIsPublishedIsJournalled() async throws -> [Violation] {
        var found: [Violation] = []
        for topic in self.names.all {
            guard let service = Installation.Service(rawValue: topic.writers) else { continue }
            found += try await self.compare(topic, of: service).map { Violation(.alerts, "\(topic.name): \($0)") }
        }
        let alerts = try await self.alertVersions()
        let broken = Dictionary(grouping: alerts, by: \.alert)
            .filter { $0.value.map(\.version) != Array(1...Int64($0.value.count)) }.map(\.key)
        if !broken.isEmpty { found.append(Violation(.alerts, "versions out of their row", broken)) }
        return found + (try await self.deliveriesAreOfAlerts(alerts))
    }

    /// How many records of the services' topics repeat another.
    func repetitions() -> Int {
        self.names.all.filter { Installation.Service(rawValue: $0.writers) != nil }
            .reduce(0) { $0 + self.published($1).repeats }
    }

    /// An entry, in the journal or on a topic.
    private struct Entry: Hashable {
        let position: Int64
        let digest: String
        let value: [UInt8]?
    }

    private func compare(_ topic: Topic, of service: Installation.Service) async throws -> [String] {
        let rows = try await self.connection.run(
            """
            SELECT lane, position, encode(digest, 'hex') AS digest, value
            FROM \(identifier: service.rawValue).journal_v1 WHERE topic = \(topic.name) ORDER BY lane, position
            """)
        var written: [Int: [Entry]] = [:]
        for row in rows {
            written[Int(try row.decode("lane", as: Int16.self)), default: []].append(
                Entry(
                    position: try row.decode("position"), digest: try row.decode("digest"),
                    value: try row.decode("value")))
        }
        let published = self.published(topic)
        var found = published.strangers
        for lane in Set(written.keys).union(published.lanes.keys).sorted() {
            let (there, here) = (published.lanes[lane] ?? [], written[lane] ?? [])
            guard there != here else { continue }
            let differing = Set(there).symmetricDifference(here).map(\.position).sorted()
            found.append("lane \(lane) differs at \(differing.prefix(20))")
        }
        return found
    }

    /// What lies on the topic, by lane, without what came again; how much that was; and what no journal would repeat.
    private func published(_ topic: Topic) -> (lanes: [Int: [Entry]], repeats: Int, strangers: [String]) {
        var lanes: [Int: [Entry]] = [:]
        var known: [Int: Set<Entry>] = [:]
        var repeats = 0
        var strangers: [String] = []
        for record in self.topics[topic.name] ?? [] {
            guard let lane = record.lane, let position = record.position else {
                strangers.append("a record without lane and position at \(record.place)")
                continue
            }
            let entry = Entry(position: position, digest: record.digest, value: record.value)
            if let last = lanes[lane]?.last, position <= last.position {
                if known[lane]?.contains(entry) == true {
                    repeats += 1
                } else {
                    strangers.append("another entry at the known position \(lane)-\(position)")
                }
            } else {
                lanes[lane, default: []].append(entry)
                known[lane, default: []].insert(entry)
            }
        }
        return (lanes, repeats, strangers)
    }

    /// Every version of every alert is delivered once, after attempts that are counted one by one, and lies in the
    /// inbox.
    private func deliveriesAreOfAlerts(_ alerts: [AlertVersion]) async throws -> [Violation] {
        let rows = try await self.connection.run(
            """
            SELECT value FROM notification.journal_v1
            WHERE type = 'guoying.notification.attempted.v1' ORDER BY lane, position
            """)
        let entries = try rows.map { try JSONValue(try $0.decode("value", as: [UInt8].self)) }
        let attempts = Dictionary(grouping: entries) { AlertVersion($0) }
        var found: [Violation] = []
        let differing = Set(attempts.keys).symmetricDifference(alerts).map(\.description)
        if !differing.isEmpty {
            found.append(Violation(.alerts, "alerts that nobody was told, or nobody raised", differing))
        }
        let miscounted = attempts.filter { _, entries in
            entries.map { $0["attempt"]?.integer } != (1...entries.count).map { Int64($0) }
                || entries.count { $0["outcome"] == .string("delivered") } != 1
        }
        if !miscounted.isEmpty {
            found.append(Violation(.alerts, "attempts that are miscounted", miscounted.keys.map(\.description)))
        }
        // Before the first message there is no folder.
        let inbox = "\(self.installation.folder)/inbox"
        let files =
            FileManager.default.fileExists(atPath: inbox)
            ? try FileManager.default.subpathsOfDirectory(atPath: inbox) : []
        let messages = files.compactMap { $0.hasSuffix(".json") ? $0.split(separator: "/").last.map(String.init) : nil }
        let missing = Set(messages).symmetricDifference(alerts.map { "\($0).json" })
        if !missing.isEmpty { found.append(Violation(.alerts, "messages without an alert, or the reverse", missing)) }
        return found
    }

    /// The versions of all alerts, in the order of supervision's journal.
    private func alertVersions() async throws -> [AlertVersion] {
        let rows = try await self.connection.run(
            """
            SELECT value FROM supervision.journal_v1
            WHERE topic = \(self.names.supervisionAlerts.name) ORDER BY lane, position
            """)
        return try rows.map { AlertVersion(try JSONValue(try $0.decode("value", as: [UInt8].self))) }
    }

    /// I8: a letter carries the bytes of the record that it is about, and says where that lay and what was wrong.
    func lettersHoldWhatCame() async throws -> [Violation] {
        let origins = Dictionary(uniqueKeysWithValues: self.intake.map { ($0.place, $0) })
        var found: [Violation] = []
        var answered: Set<String> = []
        for letter in self.topics[self.names.activityDeadLetters.name] ?? [] {
            let place =
                "\(letter.headers["dlq-original-partition"] ?? "")@\(letter.headers["dlq-original-offset"] ?? "")"
            guard let origin = origins[place], letter.headers["dlq-original-topic"] == self.names.activityIntake.name
            else {
                found.append(Violation(.letters, "a letter about no record", ["\(letter.place) about \(place)"]))
                continue
            }
            answered.insert(place)
            let entry = self.entry(of: origin)
            if letter.value != origin.value {
                found.append(Violation(.letters, "other bytes than came", [entry?.id ?? place]))
            }
            if letter.headers["dlq-error-code"] != entry?.fate {
                let code = letter.headers["dlq-error-code"] ?? "nothing"
                found.append(Violation(.letters, "\(code), not \(entry?.fate ?? "")", [entry?.id ?? place]))
            }
        }
        let poison = Set(self.intake.filter { self.entry(of: $0)?.fate != "fact" }.map(\.place))
        let unanswered = poison.symmetricDifference(answered)
        if !unanswered.isEmpty {
            found.append(Violation(.letters, "poison without a letter, or the reverse", unanswered))
        }
        return found
    }
}
