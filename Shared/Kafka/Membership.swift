internal import CLibrdkafka
internal import Dispatch
internal import Synchronization

/// A consumer's part in its group: what it holds, and how it answers when partitions come or go.
///
/// librdkafka calls it from inside polling and closing, so it is touched on the consumer's thread only.
final class Membership {
    let group: String
    private let rebalancing: (any Rebalancing)?
    private let log: @Sendable (LogLine) -> Void
    var table = FetchTable()
    var stalls: StallWatch
    /// Whether the client has found no broker that it can reach.
    var isCutOff = false
    /// Whether the client is being closed.
    var isLeaving = false
    /// What the next poll must throw instead of polling.
    private var failure: KafkaError?

    init(group: String, rebalancing: (any Rebalancing)?, settings: Settings) {
        self.group = group
        self.rebalancing = rebalancing
        self.log = settings.log
        self.stalls = StallWatch(limit: settings.stallLimit, now: .now)
    }

    func note(_ error: KafkaError) {
        self.log(LogLine(level: .warning, facility: error.name, text: error.reason))
    }

    func fail(_ error: KafkaError) { self.failure = self.failure ?? error }

    func takeFailure() -> KafkaError? {
        defer { self.failure = nil }
        return self.failure
    }

    /// Answers a rebalance before it returns: a late answer would undo a newer assignment.
    func rebalance(
        _ client: OpaquePointer, _ event: rd_kafka_resp_err_t,
        _ partitions: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    ) {
        guard event == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS else {
            self.release(unsafe rd_kafka_assignment_lost(client) == 0 ? .orderly : .lost)
            _ = unsafe assign(nil, to: client, last: self.isLeaving)
            return
        }
        self.take(unsafe PartitionList.copy(partitions))
        let fetched = PartitionList(offsets: self.table.takeFetched())
        _ = unsafe assign(fetched.pointer, to: client, last: self.isLeaving)
    }

    private func take(_ partitions: [TopicPartition]) {
        guard let rebalancing = self.rebalancing, !partitions.isEmpty else {
            self.table.hold(partitions, from: [:])
            return
        }
        let answer = Self.wait(rebalancing.patience) { try await rebalancing.assigned(partitions) }
        switch answer {
        case .success(let starts)?:
            self.table.hold(partitions, from: starts)
        case .failure(let error)?:
            self.refuse("taking \(partitions.count) partitions failed: \(error)")
        case nil:
            self.refuse("taking \(partitions.count) partitions took longer than \(rebalancing.patience)")
        }
    }

    /// Holds nothing. The group goes on believing that this member has the partitions, until it joins anew.
    private func refuse(_ reason: String) {
        self.table.hold([], from: [:])
        self.fail(KafkaError(.application, during: "join \(self.group)", reason: reason))
    }

    private func release(_ revocation: Revocation) {
        let partitions = self.table.partitions
        self.table.hold([], from: [:])
        guard let rebalancing = self.rebalancing, !partitions.isEmpty else { return }
        let answer = Self.wait(rebalancing.patience) { await rebalancing.revoked(partitions, revocation) }
        if answer == nil {
            let text = "\(self.group) gave up \(partitions.count) partitions before its work on them had ended"
            self.log(LogLine(level: .warning, facility: "REVOKE", text: text))
        }
    }

    /// Blocks this thread until `work`, on a task of its own, has ended; `nil` when it takes longer than `patience`.
    private static func wait<Value: Sendable>(
        _ patience: Duration, _ work: @escaping @Sendable () async throws -> Value
    ) -> Result<Value, any Error>? {
        let answer = TaskAnswer<Value>()
        let task = Task {
            let value: Result<Value, any Error>
            do { value = .success(try await work()) } catch { value = .failure(error) }
            answer.value.withLock { $0 = value }
            answer.given.signal()
        }
        guard answer.given.wait(timeout: .now() + patience.dispatchInterval) == .success else {
            task.cancel()
            return nil
        }
        return answer.value.withLock { $0 }
    }
}

/// Where a task leaves what a thread waits for.
private final class TaskAnswer<Value: Sendable>: Sendable {
    let value = Mutex<Result<Value, any Error>?>(nil)
    let given = DispatchSemaphore(value: 0)
}
