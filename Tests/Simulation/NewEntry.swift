/// What is to be journalled.
struct NewEntry {
    let lane: LaneName
    let topic: TopicName
    let message: Message
}
