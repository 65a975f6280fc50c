/// A cluster has not all the topics that every installation has.
public struct MissingTopics: Error, Hashable, CustomStringConvertible {
    /// Those that it has not.
    public let names: [String]

    /// Which they are, and what to do.
    public var description: String {
        "there is no topic \(self.names.joined(separator: ", ")); run 'guoying topics', or set GUOYING_TOPIC_PREFIX"
    }
}
