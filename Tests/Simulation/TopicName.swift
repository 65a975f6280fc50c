import Machines

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
