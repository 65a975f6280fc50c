import Crypto
import Machines

/// What every service has in its schema.
struct ServiceTables {
    var positions: [Partition: Claim] = [:]
    var tallies: [Partition: Tally] = [:]
    /// Identities that were taken, with their content.
    var seen: [Digest16: Digest16] = [:]
    var heads: [Int: LaneHead] = [:]
    var journal: [Int: [SimulatedEntry]] = [:]
    var published: [Int: Int64] = [:]
    var lease = Lease()
    var due: [String: DueItem] = [:]
}
