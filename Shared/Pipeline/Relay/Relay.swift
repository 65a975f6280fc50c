internal import Kafka
internal import ServiceKit

/// Publishes the journal: one relay of a service at a time, by a lease that expires.
struct Relay: Service {
    let store: RelayStore
    let producer: Producer
    let admin: Admin
    let service: String
    let bell: Bell
    let health: HealthRegistry
    let log: Logger

    private static let chunk = 10_000

    func run() async throws {
        var machine = RelayMachine<RelayEntry>()
        var partitions: [String: Int] = [:]
        self.health.report("relay", .ready)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            var actions = machine.step(.woke)
            while !actions.isEmpty {
                let action = actions.removeFirst()
                if case .wait(let milliseconds) = action {
                    await self.bell.wait(atMost: .milliseconds(milliseconds))
                    continue
                }
                guard let event = await self.perform(action, &partitions) else { continue }
                actions = machine.step(event) + actions
            }
        }
        if machine.isLeader { try? await self.store.release() }
    }

    private func perform(
        _ action: RelayMachine<RelayEntry>.Action, _ partitions: inout [String: Int]
    ) async -> RelayMachine<RelayEntry>.Event? {
        do {
            switch action {
            case .lease:
                guard let lease = try await self.store.lease() else { return .notLeased }
                return .leased(token: lease.token, published: lease.published)
            case .read(let positions):
                return .read(try await self.store.entries(after: positions, limit: Self.chunk))
            case .send(let entries): return .sent(await self.send(entries, &partitions))
            case .mark(let reached, let token):
                return try await self.store.mark(reached, token: token) ? .marked : .leaseLost
            case .refused(let entry, let reason):
                let place = "lane \(entry.lane) position \(entry.position)"
                self.health.report("relay", .failed("the broker refuses \(place) for \(entry.topic): \(reason)"))
                self.log.error(
                    "the broker refuses an entry",
                    metadata: ["lane": "\(entry.lane)", "position": "\(entry.position)"])
                return nil
            case .wait: return nil
            }
        } catch {
            self.log.warning("the relay has no answer from PostgreSQL", metadata: ["error": "\(error)"])
            if case .lease = action { return .notLeased }
            return .storeFailed
        }
    }

    private func send(
        _ entries: [RelayEntry], _ partitions: inout [String: Int]
    ) async -> [RelayMachine<RelayEntry>.Delivery] {
        do {
            let unknown = Set(entries.map(\.topic)).filter { partitions[$0] == nil }
            if !unknown.isEmpty {
                for topic in try await self.admin.metadata(unknown.sorted()) where !topic.partitions.isEmpty {
                    partitions[topic.name] = topic.partitions.count
                }
            }
            // A topic that is not there may be made yet; without it its lanes wait.
            guard unknown.allSatisfy({ partitions[$0] != nil }) else {
                self.log.warning("a topic of the journal does not exist yet", metadata: ["topics": "\(unknown)"])
                return entries.map { _ in .unanswered }
            }
        } catch {
            self.log.warning("the relay has no answer from the broker", metadata: ["error": "\(error)"])
            return entries.map { _ in .unanswered }
        }
        let records = entries.map { $0.record(service: self.service, partitions: partitions[$0.topic] ?? 1) }
        let answers = await self.producer.send(records)
        return answers.map { answer in
            switch answer {
            case .success: .delivered
            case .failure(let error) where error.reaction == .reject: .refused(reason: "\(error)")
            case .failure: .unanswered
            }
        }
    }
}
