internal import Kafka
internal import ServiceKit

/// What had been sent and has not been taken in yet, in the words of whoever waits for it.
public struct Backlog: Hashable, Sendable {
    /// One thing that is not there yet: `12 records of guoying.activity.intake`.
    public let parts: [String]

    /// Nothing is missing.
    public static let none = Backlog(parts: [])

    /// Whether nothing is missing.
    public var isEmpty: Bool { self.parts.isEmpty }

    /// What is missing, each part in words of its own.
    public init(parts: [String]) { self.parts = parts }

    /// What lies between the positions of a service and the ends that partitions had.
    ///
    /// What a broker no longer keeps cannot be waited for, and a partition that nobody has read yet begins at its first
    /// record.
    init(from positions: [TopicPartition: Int64], to ends: [TopicPartition: PartitionEnds]) {
        var missing: [String: Int64] = [:]
        for (partition, end) in ends {
            let count = end.high - max(end.low, positions[partition] ?? 0)
            if count > 0 { missing[partition.topic, default: 0] += count }
        }
        self.parts = missing.sorted { $0.key < $1.key }.map { Self.records($0.value, of: $0.key) }
    }

    /// What a service has written and not yet published.
    init(unpublished count: Int64, of topic: String) {
        self.parts = count > 0 ? [Self.records(count, of: topic)] : []
    }

    /// What a service has not read of others' journals. Lanes carry what goes to other topics too, so only topics are
    /// named.
    init(of heads: [LaneTopic: Int64], reading read: [LaneTopic: Int64]) {
        let topics = Set(heads.filter { read[$0.key] ?? 0 < $0.value }.map(\.key.topic))
        self.parts = topics.sorted().map { "the reading of \($0)" }
    }

    /// What has been read and not finished.
    init(of work: Set<PendingWork>) {
        let bySubject = Dictionary(grouping: work, by: \.subject).sorted { $0.key < $1.key }
        self.parts = bySubject.map { subject, items in "\(counted(items.count, items[0].noun)) of \(subject)" }
    }

    private static func records(_ count: Int64, of topic: String) -> String {
        "\(counted(Int(count), "record")) of \(topic)"
    }
}

extension Backlog: CustomStringConvertible {
    /// `behind by 12 records of guoying.activity.intake`.
    public var description: String { "behind by \(self.parts.joined(separator: ", "))" }
}
