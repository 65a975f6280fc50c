internal import Kafka
internal import Messages
internal import Pipeline

/// The record that carried an event: as it lies in its batch, or as it was kept while it waited.
enum CarriedRecord: Sendable {
    /// It has just been taken in. Nothing of it is copied until it is refused or has to wait.
    case arrived(Kafka.Record)
    /// It was kept.
    case kept(KeptRecord)

    /// The topic that it came by.
    var topic: String {
        switch self {
        case .arrived(let record): record.topicPartition.topic
        case .kept(let record): record.origin.topic
        }
    }

    /// The partition that it came by.
    var partition: Int32 {
        switch self {
        case .arrived(let record): record.topicPartition.partition
        case .kept(let record): record.origin.partition
        }
    }

    /// All of it, with memory of its own.
    var kept: KeptRecord {
        switch self {
        case .arrived(let record): KeptRecord(record)
        case .kept(let record): record
        }
    }
}
