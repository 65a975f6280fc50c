internal import Domain
internal import HTTP
internal import Messages
internal import Pipeline
internal import ServiceKit
internal import Synchronization

/// Sends leased messages, many at once and each outside of any transaction, and journals how that ended.
final class Sender: Service {
    /// How many messages are sent at once.
    static let placeCount = 32
    /// As many connections, to one host too: a message must not wait for another while its deadline runs.
    static let clientLimits = ClientLimits(connections: placeCount, connectionsPerHost: placeCount)
    /// How long messages that are being sent may still take when the service is asked to stop.
    private static let patience = Duration.seconds(2)
    /// The pause before an end that could not be stored is stored again.
    private static let storingPause = Duration.milliseconds(500)

    private let recipients: [String: Recipient]
    private let client: Client
    private let topics: Topics
    private let transactions: any Transactions
    private let due: Bell
    private let counters: MetricFamily<Counter>
    private let log: Logger
    private let policy: RetryPolicy
    private let leased: AsyncStream<Delivery>
    private let intake: AsyncStream<Delivery>.Continuation
    private let taken = Mutex(0)

    /// A sender to `recipients` through `client`, which it closes at its end; `due` is rung when it has places again.
    init(
        recipients: [Recipient], client: Client, topics: Topics, transactions: any Transactions, due: Bell,
        metrics: MetricsRegistry, log: Logger, policy: RetryPolicy = RetryPolicy()
    ) {
        self.recipients = Dictionary(uniqueKeysWithValues: recipients.map { ($0.name, $0) })
        self.client = client
        self.topics = topics
        self.transactions = transactions
        self.due = due
        self.counters = metrics.counters(
            "guoying_notification_attempts_total", help: "Attempts to deliver a message.",
            labels: ["channel", "outcome"])
        self.log = log
        self.policy = policy
        (self.leased, self.intake) = AsyncStream.makeStream()
    }

    /// How many more messages can be sent now.
    var freePlaces: Int { max(0, Self.placeCount - self.taken.withLock { $0 }) }

    /// How messages reach a recipient; nil where there is none of that name any more.
    func channel(of recipient: RecipientName) -> Recipient.Channel? { self.recipients[recipient.name]?.channel }

    /// Takes leased messages over, which it sends at once.
    func take(_ deliveries: [Delivery]) {
        self.taken.withLock { $0 += deliveries.count }
        for delivery in deliveries { self.intake.yield(delivery) }
    }

    /// Sends until it is asked to stop, by which time nobody leases any more.
    func run() async throws {
        await withTaskGroup(of: Void.self) { end in
            end.addTask {
                await gracefulShutdown()
                self.intake.finish()
                // Requests that are still under way then fail as interrupted, and are journalled as that.
                guard (try? await Task.sleep(for: Self.patience)) != nil else { return }
                await self.client.close()
            }
            await withDiscardingTaskGroup { group in
                for await delivery in self.leased {
                    group.addTask { await self.deliver(delivery) }
                }
            }
            end.cancelAll()
        }
        await self.client.close()
    }

    /// Sends a message once, and stores how that ended.
    private func deliver(_ delivery: Delivery) async {
        let started = delivery.notBefore.adding(seconds: -DeliverHandler.leaseSeconds)
        let result: AttemptResult
        switch self.channel(of: delivery.key.recipient) {
        case .webhook(let webhook):
            result = await webhook.send(delivery.message, at: started, through: self.client)
        case .inbox(let inbox): result = await inbox.store(delivery.message, of: delivery.key.recipient.person)
        case nil: result = .refusedForGood(reason: "recipient-removed")
        }
        await self.store(result, of: delivery)
        self.taken.withLock { $0 -= 1 }
        self.due.ring()
    }

    /// Stores an end again and again while the lease lasts; afterwards whoever leases the message journals the attempt.
    private func store(_ result: AttemptResult, of delivery: Delivery) async {
        let deadline = ContinuousClock.now + .seconds(DeliverHandler.leaseSeconds / 2)
        while ContinuousClock.now < deadline {
            do {
                let attempt = try await self.end(delivery, result)
                return self.report(attempt, of: delivery)
            } catch is Overtaken {
                return self.log.warning(
                    "an attempt took longer than its lease", metadata: ["recipient": delivery.key.recipient.name])
            } catch {
                self.log.error("the end of an attempt could not be stored", metadata: ["error": "\(error)"])
                guard (try? await Task.sleep(for: Self.storingPause)) != nil else { return }
            }
        }
    }

    /// Ends an attempt: the message, the time of the next look, and the journal, in one transaction.
    private func end(_ delivery: Delivery, _ result: AttemptResult) async throws -> Attempt {
        try await self.transactions.transaction { transaction in
            let now = try await MachineTime.now(on: transaction.connection)
            let attempt = self.policy.attempt(
                delivery.attempts, result, of: (delivery.entered, now), jitter: .random(in: 0.9...1.1))
            // The row of the due queue comes first: it is the lock of all messages of this recipient and unit.
            try await transaction.schedule([delivery.key.item(at: attempt.next ?? now)])
            guard try await DeliveryTable.end(delivery, next: attempt.next, on: transaction.connection) else {
                throw Overtaken()
            }
            let channel = self.channel(of: delivery.key.recipient)
            _ = try await transaction.journal([.attempted(attempt, of: delivery, by: channel, on: self.topics)])
            return attempt
        }
    }

    private func report(_ attempt: Attempt, of delivery: Delivery) {
        let channel = self.channel(of: delivery.key.recipient)?.name ?? "none"
        self.counters[channel, attempt.outcome.rawValue].increment()
        guard attempt.outcome != .delivered else { return }
        self.log.warning(
            "a message was not delivered",
            metadata: [
                "recipient": delivery.key.recipient.name, "message": delivery.message.id,
                "attempt": "\(attempt.number)",
                "outcome": attempt.outcome.rawValue, "reason": attempt.reason ?? "",
                "status": attempt.status.map { "\($0)" } ?? "",
            ])
    }
}

/// The lease of an attempt ended, and somebody else has journalled it.
struct Overtaken: Error {}
