import Kafka
import Kit
import Messages
import Postgres
import Testing

/// A service's journal beside the topics that it went to.
struct Publication {
    /// An entry, in the journal or on a topic.
    private struct Entry: Hashable {
        let position: Int64
        let digest: String
        let value: [UInt8]?
    }

    let installation: Installation
    let service: String

    /// Checks that lanes have no gaps, and that each topic holds every entry of its own, in the order of its lane, once
    /// repetitions are dropped, and nothing else.
    func check() async throws {
        let gaps = try await self.installation.database.run(
            """
            SELECT lane FROM \(identifier: self.service).head_v1 h
            LEFT JOIN (
                SELECT lane, count(*) AS count, min(position) AS first, max(position) AS last
                FROM \(identifier: self.service).journal_v1 GROUP BY lane) j USING (lane)
            WHERE h.head <> coalesce(j.last, 0) OR j.count <> j.last OR j.first <> 1
            """
        ).decode("lane", as: Int16.self)
        #expect(gaps.isEmpty, "\(self.service): lanes with gaps")
        for topic in self.installation.broker.topics.all where topic.writers == self.service {
            try await self.check(topic)
        }
    }

    private func check(_ topic: Topic) async throws {
        let written = try await self.written(topic)
        let (published, repeats) = try await self.published(topic)
        #expect(
            Set(written.keys) == Set(published.keys), "\(topic.name): lanes \(Set(written.keys)) are written")
        for (lane, entries) in written {
            // Values are long: what differs is told by its position.
            let differing = Set(published[lane] ?? []).symmetricDifference(entries).map(\.position).sorted()
            #expect(differing.isEmpty, "\(topic.name), lane \(lane); \(repeats) entries came again")
            let isInOrder = published[lane] == entries
            #expect(isInOrder, "\(topic.name), lane \(lane)")
        }
    }

    private func written(_ topic: Topic) async throws -> [Int: [Entry]] {
        let rows = try await self.installation.database.run(
            """
            SELECT lane, position, encode(digest, 'hex') AS digest, value
            FROM \(identifier: self.service).journal_v1 WHERE topic = \(topic.name) ORDER BY lane, position
            """)
        var lanes: [Int: [Entry]] = [:]
        for row in rows {
            lanes[Int(try row.decode("lane", as: Int16.self)), default: []].append(
                Entry(
                    position: try row.decode("position"), digest: try row.decode("digest"),
                    value: try row.decode("value")))
        }
        return lanes
    }

    /// What lies on the topic, by lane, without what came again; and how much that was.
    private func published(_ topic: Topic) async throws -> (lanes: [Int: [Entry]], repeats: Int) {
        var lanes: [Int: [Entry]] = [:]
        var repeats = 0
        for record in try await self.installation.broker.records(of: topic) {
            let headers = Dictionary(
                record.headers.map { ($0.name, String(decoding: $0.value ?? [], as: UTF8.self)) }
            ) { _, last in last }
            let lane = try #require(headers["journal-lane"].flatMap { Int($0) })
            let entry = Entry(
                position: try #require(headers["journal-position"].flatMap { Int64($0) }),
                digest: headers["journal-digest"] ?? "", value: record.valueBytes)
            if let last = lanes[lane]?.last, entry.position <= last.position {
                #expect(lanes[lane]?.contains(entry) == true, "\(topic.name): another entry at a known position")
                repeats += 1
            } else {
                lanes[lane, default: []].append(entry)
            }
        }
        return (lanes, repeats)
    }
}
