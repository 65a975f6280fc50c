/// A record on a topic.
struct SimulatedRecord: Hashable {
    let message: Message
    /// Where it stands in the journal that it comes from; nil where it comes from outside.
    let place: JournalPlace?
}
