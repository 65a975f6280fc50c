public import Messages

/// What a command is answered with: exactly one entry of the journal.
public struct Answer: Sendable {
    /// The CloudEvents type.
    public let type: String
    /// The data as JSON.
    public let data: [UInt8]
    /// The unit that it concerns, whose lane it lies in; nil for none.
    public let unit: String?

    /// The fact that the command caused.
    public init(type: String, data: [UInt8], unit: String? = nil) {
        self.type = type
        self.data = data
        self.unit = unit
    }

    /// That a service did not carry the command out.
    /// - Parameter service: The service's name: `registry`.
    public init(_ rejection: CommandRejection, by service: String) {
        self.init(type: CommandRejection.type(of: service), data: rejection.data)
    }

    /// The entry that answers a command.
    public func entry(for sender: CommandSender, on journal: Topic) -> JournalEntry {
        var entry = JournalEntry(
            topic: journal.name, lane: Lane.index(ofUnit: self.unit), key: self.unit.map { Array($0.utf8) },
            type: self.type, value: self.data)
        entry.cause = sender.id
        entry.headers = JournalHeaders(sender.headers)
        return entry
    }
}
