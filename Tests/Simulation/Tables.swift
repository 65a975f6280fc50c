import Crypto
import Machines

/// Everything that is committed.
struct Tables {
    /// What every service has.
    var services: [ServiceTables] = ServiceName.allCases.map { _ in ServiceTables() }

    /// Registry: the units.
    var units: Set<Int> = []
    /// Activity: what has taken effect, in its order.
    var facts: [Message.Event] = []
    /// Activity: what waits for a unit, in its order.
    var parked: [Int: [Message.Event]] = [:]
    /// Activity: what went to dead letters.
    var letters: [Message.Event] = []
    /// Supervision: what was found of each unit, window by window.
    var verdicts: [Int: [Verdict]] = [:]
    /// Supervision: the alerts as they were sent last.
    var alerts: [AlertName: KnownAlert] = [:]
    /// Notification: the versions that were taken in of each alert, in the order in which they are told.
    var notified: [AlertName: [Int64]] = [:]
    /// Notification: what is to be delivered about each unit, the oldest first.
    var deliveries: [Int: [Delivery]] = [:]

    subscript(service: ServiceName) -> ServiceTables {
        _read { yield self.services[service.rawValue] }
        _modify { yield &self.services[service.rawValue] }
    }
}

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

/// What became of the records of a partition.
struct Tally: Equatable {
    var applied = 0
    var duplicate = 0
    var refused = 0
    var parked = 0
    var sum: Int { self.applied + self.duplicate + self.refused + self.parked }
}

/// Who may publish, and until when by the clock of the database.
struct Lease {
    var holder = -1
    var token: Int64 = 0
    var until = 0
}

/// An entry of a journal.
struct SimulatedEntry: Publishable, Hashable {
    let name: LaneName
    let position: Int64
    let topic: TopicName
    let message: Message

    var lane: Int { self.name.number }
    var place: JournalPlace { JournalPlace(lane: self.name, position: self.position) }
    var partition: Partition { self.topic.partitions[self.lane % self.topic.partitions.count] }
}

/// What is found of a unit in a window.
enum Verdict: Hashable {
    case met, open, notMet
}

/// An alert as it was sent last.
struct KnownAlert: Hashable {
    var version: Int64
    var isStanding: Bool
}

/// A version of an alert on its way to whoever is to be told.
struct Delivery: Hashable {
    let name: AlertName
    let version: Int64
    var attempts = 0
    var isUnderWay = false
    var notBefore = 0
}
