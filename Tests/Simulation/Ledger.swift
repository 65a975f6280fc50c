/// What was sent from outside, written down before it is sent.
struct Ledger {
    /// Events that the broker has acknowledged, or may have.
    private(set) var events: [Message.Event] = []
    private(set) var commands: [(id: Int, unit: Int)] = []
    /// Records that the broker has lost before anybody read them: whether they count nobody knows.
    var unknown: Set<Message> = []

    mutating func note(_ event: Message.Event) { self.events.append(event) }

    mutating func command(for unit: Int) -> Message {
        self.commands.append((self.commands.count, unit))
        return .register(command: self.commands.count - 1, unit: unit)
    }
}
