/// What became of the records of a partition.
struct Tally: Equatable {
    var applied = 0
    var duplicate = 0
    var refused = 0
    var parked = 0
    var sum: Int { self.applied + self.duplicate + self.refused + self.parked }
}

extension Tally {
    static func += (left: inout Tally, right: Tally) {
        left.applied += right.applied
        left.duplicate += right.duplicate
        left.refused += right.refused
        left.parked += right.parked
    }
}
