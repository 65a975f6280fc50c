internal import Messages
internal import Pipeline

/// What a record tells supervision: where to look, and how far its owner's journal has been read.
struct Sighting: Sendable {
    /// Where the record stands in its owner's journal; none for what is no journal's.
    var place: JournalPlace?
    /// What it has bearing on.
    var touch: Touch
    /// The command, where it is one.
    var command: IncomingCommand<SupervisionCommand>?

    /// A command.
    init(_ command: IncomingCommand<SupervisionCommand>) {
        self.touch = .command
        self.command = command
    }

    init(_ touch: Touch, at place: JournalPlace? = nil) {
        self.place = place
        self.touch = touch
    }
}

/// Where a record stands in its owner's journal.
struct JournalPlace: Hashable, Sendable {
    let lane: LaneTopic
    let position: Int64
}
