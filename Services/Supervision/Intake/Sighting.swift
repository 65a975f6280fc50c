internal import Messages

/// What a record tells supervision: where to look, and how far its owner's journal has been read.
struct Sighting: Hashable, Sendable {
    /// Where the record stands in its owner's journal; none for what is no journal's.
    var place: JournalPlace?
    /// What it has bearing on.
    var touch: Touch

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
