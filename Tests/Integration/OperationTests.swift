import Kafka
import Kit
import Messages
import Testing

/// What an operator sees of a running service.
@Suite(.timeLimit(.minutes(2)))
struct `The port of health and metrics` {
    @Test(arguments: TestBroker.available)
    func `shows what the clients of Kafka do`(on broker: TestBroker) async throws {
        let environment = ["GUOYING_KAFKA_OPTION_STATISTICS_INTERVAL_MS": "200"]
        try await Installation.lending(on: broker, services: [.activity], environment: environment) { installation in
            let topic = installation.broker.topics.activityIntake
            let producer = try Producer(settings: installation.broker.settings)
            // What nobody can read goes in, and out again as a letter. Nothing lies in partition 0.
            let records = (0..<30).map { number in
                OutgoingRecord(topic: topic.name, partition: Int32(1 + number % 5), value: Array("no event".utf8))
            }
            for answer in await producer.send(records) { _ = try answer.get() }
            await producer.close(within: .seconds(5))

            func samples(_ name: String) async throws -> [PrometheusText.Sample] {
                try PrometheusText.parse(try await installation.get("/metrics", of: .activity).text)[name]?
                    .samples ?? []
            }
            let isWritten = try await eventually {
                let lags = try await samples("guoying_kafka_lag_records").filter { $0.labels["topic"] == topic.name }
                return lags.count == topic.partitions
                    && lags.allSatisfy { $0.value == 0 && $0.labels["client"] == "intake" }
            }
            let isSent = try await eventually {
                try await samples("guoying_kafka_sent_records_total").first { $0.labels["client"] == "relay" }?.value
                    == 30
            }

            let lags = try await samples("guoying_kafka_lag_records")
            #expect(isWritten, "\(lags)")
            #expect(isSent)
            #expect(
                try await eventually {
                    try await samples("guoying_kafka_received_records_total")
                        .contains { $0.labels == ["client": "intake"] && $0.value >= 30 }
                })
            let connected = try await samples("guoying_kafka_broker_connected")
            #expect(connected.contains { $0.labels == ["client": "intake", "broker": "coordinator"] && $0.value == 1 })
            #expect(connected.contains { $0.labels == ["client": "relay", "broker": "1"] && $0.value == 1 })
            let topics = installation.broker.topics
            let read = [topic, topics.activityCommands, topics.activityRehearsal, topics.registryJournal]
            #expect(
                try await samples("guoying_kafka_assigned_partitions").map(\.value)
                    == [Double(read.reduce(0) { $0 + $1.partitions })])
        }
    }
}
