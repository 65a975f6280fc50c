public import Kafka
internal import Messages

/// Looks for the newest entry of each lane on topics of a journal, from the ends of their partitions backwards.
public enum TopicTails {
    /// How many records of a partition are looked at: first so many, and then more, where lanes have not shown yet.
    public static let depths: [Int64] = [1_000, 10_000, 100_000]

    /// What lies newest on topics, by topic and lane. A lane of which nothing is found is missing, or stands at
    /// position 0 where its topic never held anything of it: where there is no such topic, or nothing has been removed
    /// from the beginning of its partition.
    public static func read(
        _ topics: [String], settings: Settings, depths: [Int64] = Self.depths, within limit: Duration = .seconds(60)
    ) async throws -> [TopicTail] {
        guard !topics.isEmpty else { return [] }
        let metadata = try await Admin(settings: settings).metadata(topics)
        let counts = Dictionary(uniqueKeysWithValues: metadata.map { ($0.name, $0.partitions.count) })
        let partitions = metadata.flatMap { topic in
            topic.partitions.map { TopicPartition(topic: topic.name, partition: $0.id) }
        }
        let places = topics.sorted().flatMap { topic in
            (0..<Lane.count).map { LaneTopic(topic: topic, lane: $0) }
        }
        func partition(of place: LaneTopic) -> TopicPartition? {
            guard let count = counts[place.topic], count > 0 else { return nil }
            return TopicPartition(topic: place.topic, partition: Int32(place.lane % count))
        }
        let deadline = ContinuousClock.now + limit
        return try await Reader.opening("guoying-tails", settings: settings) { reader in
            var newest: [LaneTopic: TopicTail] = [:]
            let ends = try await reader.ends(of: partitions)
            // Those that may hold more than was read of them.
            var open = ends.filter { $0.value.low < $0.value.high }
            for depth in depths where !open.isEmpty {
                let starts = open.mapValues { max($0.low, $0.high - depth) }
                newest.merge(try await Self.tails(from: starts, to: open, by: reader, until: deadline)) { $1 }
                let missing = Set(places.filter { newest[$0] == nil }.compactMap(partition))
                open = open.filter { missing.contains($0.key) && $0.value.high - depth > $0.value.low }
            }
            return places.compactMap { place in
                if let tail = newest[place] { return tail }
                guard let partition = partition(of: place) else { return TopicTail(nothingOf: place) }
                return ends[partition]?.low == 0 && open[partition] == nil ? TopicTail(nothingOf: place) : nil
            }
        }
    }

    /// The newest entry of each lane between offsets and the ends of partitions.
    private static func tails(
        from starts: [TopicPartition: Int64], to ends: [TopicPartition: PartitionEnds], by reader: Reader,
        until deadline: ContinuousClock.Instant
    ) async throws -> [LaneTopic: TopicTail] {
        try await reader.read(starts.mapValues { .offset($0) })
        var newest: [LaneTopic: TopicTail] = [:]
        var open = Set(starts.keys)
        while !open.isEmpty {
            guard .now < deadline, !Task.isCancelled else {
                throw KafkaError.timeout("read the ends of \(open.count) partitions")
            }
            let batch = try await reader.nextBatch()
            if let fault = batch.faults.first(where: { $0.error.reaction == .reject }) { throw fault.error }
            for record in batch.records {
                let partition = record.topicPartition
                if record.offset + 1 >= ends[partition]?.high ?? 0 { open.remove(partition) }
                guard let tail = TopicTail(record) else { continue }
                let place = LaneTopic(topic: tail.topic, lane: tail.lane)
                if newest[place]?.position ?? 0 < tail.position { newest[place] = tail }
            }
            // The end of a log may lie behind its last record.
            open.subtract(batch.ends.keys)
        }
        return newest
    }
}
