internal import JSON
internal import Kafka
internal import Machines
internal import ServiceKit
internal import Synchronization

/// The token of the lease under which something is being sent, if anything is.
private final class Sending: Sendable {
    let token = Mutex<Int64?>(nil)
}

/// Publishes the journal: one relay of a service at a time, by a lease that expires.
///
/// It owns the producer, and closes it when it ends.
struct Relay: Service {
    let store: RelayStore
    let producer: Producer
    let admin: Admin
    let service: String
    let bell: Bell
    let health: HealthRegistry
    let log: Logger
    /// How long librdkafka tries to send a record before it gives up.
    var deliveryLimit = Duration.seconds(300)
    var roundLimit = RoundLimit.usual
    private let sending = Sending()

    private static let chunk = 10_000
    private static let unacknowledged =
        "the broker does not acknowledge the journal's entries: see that it runs, and what the log says; they are sent "
        + "again until then"
    /// How long, after the request to stop, records that are under way are waited for.
    private static let lastGrace = Duration.seconds(1)

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await gracefulShutdown()
                try? await Task.sleep(for: Self.lastGrace)
                // What is not acknowledged by now is sent again by whoever holds the lease next.
                await self.producer.close(within: .milliseconds(500))
            }
            group.addTask { await self.keepLease() }
            await self.publish()
            group.cancelAll()
        }
    }

    private func publish() async {
        var machine = RelayMachine<JournaledEntry>()
        var partitions: [String: Int] = [:]
        var (hasComeOnceMore, hasLookedOnceMore) = (false, false)
        self.health.report("relay", .ready)
        defer { self.health.endBeat("relay") }
        var actions = machine.step(.woke)
        while !actions.isEmpty, !Task.isCancelled {
            let action = actions.removeFirst()
            self.beat(before: action)
            if Task.isShuttingDownGracefully {
                // Once more for what was committed last; a backlog waits for the next relay.
                if case .wait = action {
                    guard !hasComeOnceMore else { break }
                    hasComeOnceMore = true
                }
                if case .read = action {
                    guard !hasLookedOnceMore else { break }
                    hasLookedOnceMore = true
                }
            }
            if case .wait(let milliseconds) = action {
                let hasRung = await self.bell.waitUnlessStopping(atMost: .milliseconds(milliseconds))
                actions += machine.step(hasRung ? .woke : .rested)
            } else if let event = await self.perform(action, under: machine.token, &partitions) {
                self.note(event, of: action, isHeldUp: machine.isHeldUp)
                actions = machine.step(event) + actions
            }
        }
        if let token = machine.token { try? await self.store.release(token) }
    }

    private func beat(before action: RelayMachine<JournaledEntry>.Action) {
        if case .send = action {
            self.health.beat("relay", limit: self.roundLimit + self.deliveryLimit)
        } else {
            self.health.beat("relay", limit: self.roundLimit)
        }
    }

    private func perform(
        _ action: RelayMachine<JournaledEntry>.Action, under token: Int64?, _ partitions: inout [String: Int]
    ) async -> RelayMachine<JournaledEntry>.Event? {
        do {
            switch action {
            case .lease:
                guard let lease = try await self.store.lease() else {
                    // Somebody else publishes, and this process stands by.
                    self.health.report("relay", .ready)
                    return .notLeased
                }
                return .leased(token: lease.token, published: lease.published)
            case .read(let positions):
                guard let token,
                    let reading = try await self.store.entries(after: positions, limit: Self.chunk, under: token)
                else { return .leaseLost }
                return .read(reading.entries, areAll: reading.areAll)
            case .send(let entries):
                self.sending.token.withLock { $0 = token }
                defer { self.sending.token.withLock { $0 = nil } }
                return .sent(await self.send(entries, &partitions))
            case .mark(let reached, let token, let durably):
                return try await self.store.mark(reached, token: token, durably: durably) ? .marked : .leaseLost
            case .refused(let entry, let reason):
                let place = "lane \(entry.lane) position \(entry.position)"
                let remedy = "change the topic's settings or this service's grants; it is tried again until then"
                self.health.report(
                    "relay", .failed("the broker refuses \(place) for \(entry.entry.topic): \(remedy): \(reason)"))
                self.log.error(
                    "the broker refuses an entry",
                    metadata: [
                        "lane": "\(entry.lane)", "position": "\(entry.position)", "reason": reason, "remedy": remedy,
                    ])
                return nil
            case .wait: return nil
            }
        } catch {
            self.log.warning("the relay has no answer from PostgreSQL", metadata: ["error": "\(error)"])
            self.health.report(
                "relay", .failed("PostgreSQL does not answer: see that it runs and can be reached: \(error)"))
            if case .lease = action { return .notLeased }
            return .storeFailed
        }
    }

    /// Keeps the lease while the broker is waited for.
    private func keepLease() async {
        while (try? await Task.sleep(for: self.store.leaseTime / 3)) != nil {
            guard let token = self.sending.token.withLock({ $0 }) else { continue }
            _ = try? await self.store.isHeld(token)
        }
    }

    /// All is well where there is nothing to publish, or where something was and nothing is held up. A durable mark may
    /// tell of what was published long before.
    private func note(
        _ event: RelayMachine<JournaledEntry>.Event, of action: RelayMachine<JournaledEntry>.Action, isHeldUp: Bool
    ) {
        switch event {
        case .marked:
            guard case .mark(_, _, durably: false) = action, !isHeldUp else { return }
            self.health.report("relay", .ready)
        case .sent(let answers) where answers.contains(.unanswered):
            self.health.report("relay", .failed(Self.unacknowledged))
        case .read(let entries, _) where entries.isEmpty && !isHeldUp: self.health.report("relay", .ready)
        case .notLeased, .leased, .read, .storeFailed, .sent, .leaseLost, .woke, .rested: break
        }
    }

    private func send(
        _ entries: [JournaledEntry], _ partitions: inout [String: Int]
    ) async -> [RelayMachine<JournaledEntry>.Delivery] {
        do {
            let unknown = Set(entries.map(\.entry.topic)).filter { partitions[$0] == nil }
            if !unknown.isEmpty {
                let known = try await self.admin.metadata(unknown.sorted(), within: .seconds(2))
                for topic in known where !topic.partitions.isEmpty {
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
        var reader = DocumentReader()
        let records = entries.map { entry in
            try? entry.record(
                service: self.service, partitions: partitions[entry.entry.topic] ?? 1, with: &reader)
        }
        var answers = await self.producer.send(records.compactMap { $0 }).makeIterator()
        return records.map { record in
            guard record != nil, let answer = answers.next() else {
                return .refused(reason: "its headers, as the journal has them, cannot be read")
            }
            return switch answer {
            case .success: .delivered
            case .failure(let error) where error.reaction == .reject: .refused(reason: "\(error)")
            case .failure: .unanswered
            }
        }
    }
}
