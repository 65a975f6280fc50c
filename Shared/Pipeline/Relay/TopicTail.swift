internal import Kafka

/// The newest entry of a lane that lies on a topic, or that nothing of the lane ever lay there.
public struct TopicTail: Hashable, Sendable {
    /// The topic.
    public let topic: String
    /// The lane.
    public let lane: Int
    /// The entry's position in the lane; 0 where there never was one.
    public let position: Int64
    /// The entry's digest, in hexadecimal digits; empty where there never was one.
    public let digest: String

    /// Reads what a record says of its place in a journal; nil where it says nothing of the kind.
    init?(_ record: Record) {
        var texts: [String: String] = [:]
        for header in record.headers where header.name.hasPrefix("journal-") {
            texts[header.name] = header.value.map { String(decoding: $0, as: UTF8.self) }
        }
        guard let lane = texts["journal-lane"].flatMap({ Int($0) }),
            let position = texts["journal-position"].flatMap({ Int64($0) }), let digest = texts["journal-digest"]
        else { return nil }
        self.init(topic: record.topicPartition.topic, lane: lane, position: position, digest: digest)
    }

    /// That there never was one.
    init(nothingOf place: LaneTopic) {
        self.init(topic: place.topic, lane: place.lane, position: 0, digest: "")
    }

    init(topic: String, lane: Int, position: Int64, digest: String) {
        self.topic = topic
        self.lane = lane
        self.position = position
        self.digest = digest
    }
}
