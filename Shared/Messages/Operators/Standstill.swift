/// A place at which a service stands still until an operator has looked at it.
public struct Standstill: Hashable, Sendable {
    /// The topic's full name, prefix included.
    public let topic: String
    /// The partition's number; the lane's where the journal is behind the topic.
    public let number: Int32
    /// What was found.
    public let found: StandstillCause
    /// The offset at which the partition would be read on; the head of the lane.
    public let position: Int64
    /// The offset that cannot be read, the end of the topic, its oldest offset, or the newest position of the lane that
    /// lies on the topic; nil where what was found has no such place.
    public let bound: Int64?

    /// A place at which something was found.
    public init(topic: String, number: Int32, found: StandstillCause, position: Int64, bound: Int64?) {
        self.topic = topic
        self.number = number
        self.found = found
        self.position = position
        self.bound = bound
    }

    /// The place, as operators write it: `guoying.activity.intake/3`, and for a lane `guoying.activity.journal lane 3`.
    public var place: String {
        self.found == .goneBack ? "\(self.topic) lane \(self.number)" : "\(self.topic)/\(self.number)"
    }
}
