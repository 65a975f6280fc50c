import Machines

/// An entry of a journal.
struct SimulatedEntry: Publishable, Hashable {
    let name: LaneName
    let position: Int64
    let topic: TopicName
    let message: Message

    var lane: Int { self.name.number }
    var place: JournalPlace { JournalPlace(lane: self.name, position: self.position) }
    var partition: Partition { self.topic.partitions[self.lane % self.topic.partitions.count] }
}
