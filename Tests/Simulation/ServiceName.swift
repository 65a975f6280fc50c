import Machines

/// The services.
enum ServiceName: Int, CaseIterable, CustomStringConvertible {
    case registry, activity, supervision, notification

    /// What it takes in.
    var topics: [TopicName] {
        switch self {
        case .registry: [.commands]
        case .activity: [.intake, .registryJournal]
        case .supervision: [.registryJournal, .activityJournal]
        case .notification: [.alerts]
        }
    }

    /// The partitions of what it takes in.
    var partitions: [Partition] { Self.partitions[self.rawValue] }

    private static let partitions = Self.allCases.map { $0.topics.flatMap(\.partitions).sorted() }

    var description: String {
        switch self {
        case .registry: "registry"
        case .activity: "activity"
        case .supervision: "supervision"
        case .notification: "notification"
        }
    }

    /// The lanes of each journal; a partition count divides it.
    static let laneCount = 2

    /// The lane of a unit's entries; all of the register's lie in one.
    func lane(ofUnit unit: Int) -> LaneName {
        LaneName(service: self, number: self == .registry ? 0 : unit % Self.laneCount)
    }
}
