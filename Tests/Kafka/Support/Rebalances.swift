import Kafka
import Synchronization

/// Answers rebalances as a test wants it, and remembers them.
final class Rebalances: Rebalancing {
    enum Event: Equatable, Sendable {
        case assigned([TopicPartition])
        case revoked([TopicPartition], Revocation)
    }

    private struct Refused: Error {}

    private let state = Mutex<[Event]>([])
    private let answer: @Sendable ([TopicPartition]) async throws -> [TopicPartition: Start]
    let patience: Duration

    init(
        patience: Duration = .seconds(10),
        _ answer: @escaping @Sendable ([TopicPartition]) async throws -> [TopicPartition: Start] = { partitions in
            Dictionary(uniqueKeysWithValues: partitions.map { ($0, .beginning) })
        }
    ) {
        self.patience = patience
        self.answer = answer
    }

    var events: [Event] { self.state.withLock { $0 } }
    var held: [TopicPartition] {
        if case .assigned(let partitions)? = self.events.last { partitions } else { [] }
    }

    func assigned(_ partitions: [TopicPartition]) async throws -> [TopicPartition: Start] {
        self.state.withLock { $0.append(.assigned(partitions)) }
        return try await self.answer(partitions)
    }

    func revoked(_ partitions: [TopicPartition], _ revocation: Revocation) async {
        self.state.withLock { $0.append(.revoked(partitions, revocation)) }
    }
}

extension Consumer {
    /// Reads until `count` records are there or time is up.
    func collect(_ count: Int, within limit: Duration = .seconds(30)) async throws -> [Record] {
        var records: [Record] = []
        let deadline = ContinuousClock.now + limit
        while records.count < count, .now < deadline {
            records += try await self.nextBatch(records: count - records.count).records
        }
        return records
    }

    /// Reads until `condition` holds for a batch; `nil` when time is up.
    func first(within limit: Duration = .seconds(30), where condition: (Batch) -> Bool) async throws -> Batch? {
        let deadline = ContinuousClock.now + limit
        while .now < deadline {
            let batch = try await self.nextBatch()
            if condition(batch) { return batch }
        }
        return nil
    }
}
