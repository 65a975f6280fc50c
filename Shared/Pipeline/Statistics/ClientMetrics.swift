internal import Kafka
internal import ServiceKit
internal import Synchronization

/// What librdkafka says of a process's clients, as metrics: the last that each has said, when somebody asks.
///
/// Labels are the client, the broker's id, and the topic and the number of a partition that is read: as many as the
/// cluster has, whatever the records say.
final class ClientMetrics: Sendable {
    private typealias Samples = [(labels: [String], value: Double)]

    private let latest = Mutex<[String: ClientStatistics]>([:])
    private let log: Logger

    /// Often enough for a scrape each 15 seconds, and about a millisecond of work each time.
    private static let intervalMilliseconds = "10000"

    init(_ metrics: MetricsRegistry, log: Logger) {
        self.log = log
        self.observeBrokers(metrics)
        self.observeSources(metrics)
        self.observeClients(metrics)
    }

    /// The settings of a client under a name of its own, with its statistics coming here each 10 seconds, or as often
    /// as `statistics.interval.ms` says.
    func watching(_ settings: Settings, as client: String) -> Settings {
        var settings = settings
        let interval = settings.options["statistics.interval.ms"] ?? Self.intervalMilliseconds
        settings.options["statistics.interval.ms"] = interval
        settings.statistics = { document in self.take(document, of: client) }
        return settings
    }

    private func take(_ document: [UInt8], of client: String) {
        do {
            let statistics = try ClientStatistics(json: document)
            self.latest.withLock { $0[client] = statistics }
        } catch {
            self.log.warning(
                "librdkafka's statistics cannot be read", metadata: ["client": client, "error": "\(error)"])
        }
    }

    private func observeBrokers(_ metrics: MetricsRegistry) {
        let labels = ["client", "broker"]
        metrics.observe(
            "guoying_kafka_broker_connected",
            help: "1 where a client is connected to a broker; 0 where it need not be.",
            labels: labels
        ) { self.samples(\.brokers) { [([$0.id], $0.isConnected ? 1 : 0)] } }
        metrics.observe(
            "guoying_kafka_broker_round_trip_seconds",
            help: "Mean time from a request to its answer, a wait for records included.",
            labels: labels
        ) {
            self.samples(\.brokers) { broker in
                broker.roundTripMicroseconds.map { [([broker.id], Double($0) / 1_000_000)] } ?? []
            }
        }
        metrics.observe(
            "guoying_kafka_broker_errors_total", help: "Requests that were not sent, not answered or not understood.",
            as: .counter, labels: labels + ["kind"]
        ) {
            self.samples(\.brokers) { broker in
                [
                    ([broker.id, "transmit"], Double(broker.transmitErrors)),
                    ([broker.id, "receive"], Double(broker.receiveErrors)),
                    ([broker.id, "timeout"], Double(broker.timeouts)),
                ]
            }
        }
    }

    private func observeSources(_ metrics: MetricsRegistry) {
        func observe(_ name: String, _ help: String, _ value: @escaping @Sendable (ClientStatistics.Source) -> Int64?) {
            metrics.observe(name, help: help, labels: ["client", "topic", "partition"]) {
                self.samples(\.sources) { source in
                    value(source).map { [([source.topic, "\(source.partition)"], Double($0))] } ?? []
                }
            }
        }
        observe("guoying_kafka_lag_records", "Records of a partition that are not written yet.") { $0.lag }
        observe("guoying_kafka_fetched_records", "Records of a partition that are fetched and wait to be taken in.") {
            $0.queuedRecords
        }
        observe("guoying_kafka_fetched_bytes", "Bytes of the records that are fetched and wait to be taken in.") {
            $0.queuedBytes
        }
    }

    private func observeClients(_ metrics: MetricsRegistry) {
        func observe(
            _ name: String, _ help: String, as kind: MetricsRegistry.ObservedKind = .gauge,
            _ value: @escaping @Sendable (ClientStatistics) -> Int64?
        ) {
            metrics.observe(name, help: help, as: kind, labels: ["client"]) {
                self.samples { value($0).map { [([], Double($0))] } ?? [] }
            }
        }
        observe("guoying_kafka_unacknowledged_records", "Records that wait to be sent or acknowledged.") {
            $0.outbound?.records
        }
        observe("guoying_kafka_unacknowledged_bytes", "Bytes that wait to be sent or acknowledged.") {
            $0.outbound?.bytes
        }
        observe("guoying_kafka_sent_records_total", "Records sent, again included.", as: .counter) { $0.sentRecords }
        observe("guoying_kafka_received_records_total", "Records received, again included.", as: .counter) {
            $0.receivedRecords
        }
        observe("guoying_kafka_assigned_partitions", "Partitions that the group has given to a client.") {
            $0.membership?.partitions
        }
        observe("guoying_kafka_rebalances_total", "How often the group has dealt anew.", as: .counter) {
            $0.membership?.rebalances
        }
    }

    /// What all clients have said last, each sample with the client as its first label.
    private func samples(_ read: (ClientStatistics) -> Samples) -> Samples {
        self.latest.withLock { $0 }.sorted { $0.key < $1.key }.flatMap { client, statistics in
            read(statistics).map { ([client] + $0.labels, $0.value) }
        }
    }

    private func samples<Part>(
        _ parts: KeyPath<ClientStatistics, [Part]>, _ read: (Part) -> Samples
    ) -> Samples {
        self.samples { $0[keyPath: parts].flatMap(read) }
    }
}
