import Postgres

/// What became of all records that the activity service has read, those of the register's journal and commands
/// among them.
struct IntakeCount: Equatable {
    let taken: Int64
    let applied: Int64
    let duplicate: Int64
    let refused: Int64
    let parked: Int64

    init(_ rows: Rows) throws {
        self.taken = try rows[0].decode("taken")
        self.applied = try rows[0].decode("applied")
        self.duplicate = try rows[0].decode("duplicate")
        self.refused = try rows[0].decode("refused")
        self.parked = try rows[0].decode("parked")
    }

    /// Whether nothing is lost and nothing counted twice.
    var addsUp: Bool { self.taken == self.applied + self.duplicate + self.refused + self.parked }
}
