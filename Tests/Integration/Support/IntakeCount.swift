import Postgres

/// What became of all records that the activity service has read.
struct IntakeCount: Equatable {
    /// Of all that was read, what lay in the topic of events: the register's journal and commands are read too.
    let events: Int64
    let taken: Int64
    let applied: Int64
    let duplicate: Int64
    let refused: Int64
    let parked: Int64

    init(_ rows: Rows) throws {
        self.events = try rows[0].decode("events")
        self.taken = try rows[0].decode("taken")
        self.applied = try rows[0].decode("applied")
        self.duplicate = try rows[0].decode("duplicate")
        self.refused = try rows[0].decode("refused")
        self.parked = try rows[0].decode("parked")
    }

    /// Whether nothing is lost and nothing counted twice.
    var addsUp: Bool { self.taken == self.applied + self.duplicate + self.refused + self.parked }
}
