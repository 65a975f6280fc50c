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

/// The topics.
enum TopicName: Int, CaseIterable {
    case commands, intake, registryJournal, activityJournal, letters, alerts, attempts

    var name: String {
        switch self {
        case .commands: "commands"
        case .intake: "intake"
        case .registryJournal: "registry"
        case .activityJournal: "activity"
        case .letters: "letters"
        case .alerts: "alerts"
        case .attempts: "attempts"
        }
    }

    /// Its partitions, in their order.
    var partitions: [Partition] { Self.partitions[self.rawValue] }

    private static let partitions = Self.allCases.map { topic -> [Partition] in
        let count =
            switch topic {
            case .commands, .registryJournal: 1
            case .intake: 3
            case .activityJournal, .letters, .alerts, .attempts: 2
            }
        return (0..<count).map { Partition(topic: topic.name, number: Int32($0)) }
    }

    /// Who writes it; nil for those that others write.
    var writer: ServiceName? {
        switch self {
        case .commands, .intake: nil
        case .registryJournal: .registry
        case .activityJournal, .letters: .activity
        case .alerts: .supervision
        case .attempts: .notification
        }
    }
}
