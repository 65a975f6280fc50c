/// A place in the journal of a service.
struct JournalPlace: Hashable, CustomStringConvertible {
    let lane: LaneName
    let position: Int64
    var description: String { "\(self.lane)@\(self.position)" }
}
