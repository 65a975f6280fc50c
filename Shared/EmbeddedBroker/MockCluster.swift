internal import CLibrdkafka
internal import Glibc

/// librdkafka's mock cluster of one broker, which listens on loopback at a port that the kernel chooses.
@safe struct MockCluster: ~Copyable {
    /// The cluster keeps its books in a client that does nothing else.
    private let client: OpaquePointer
    private let cluster: OpaquePointer

    init() throws(UsageFault) {
        guard let configuration = unsafe rd_kafka_conf_new() else { throw UsageFault("no memory for a client") }
        var message = [CChar](repeating: 0, count: 512)
        let options = [
            // The largest request that the broker takes: three records of 32 MiB.
            "receive.message.max.bytes": "104857600",
            // Warnings: that the client itself has no broker to connect to is as it should be.
            "log_level": "4",
        ]
        for (name, value) in options {
            unsafe rd_kafka_conf_set(configuration, name, value, &message, message.count)
        }
        guard let client = unsafe rd_kafka_new(RD_KAFKA_PRODUCER, configuration, &message, message.count) else {
            unsafe rd_kafka_conf_destroy(configuration)
            throw UsageFault("librdkafka made no client; look at the limits of threads and memory")
        }
        guard let cluster = unsafe rd_kafka_mock_cluster_new(client, 1) else {
            unsafe rd_kafka_destroy(client)
            throw UsageFault("librdkafka made no mock cluster; look at the limits of open files and threads")
        }
        unsafe self.client = client
        unsafe self.cluster = cluster
    }

    deinit {
        // In this order: a client that is destroyed below a living cluster aborts the process.
        unsafe rd_kafka_mock_cluster_destroy(self.cluster)
        unsafe rd_kafka_destroy(self.client)
    }

    var bootstrapServers: String { unsafe String(cString: rd_kafka_mock_cluster_bootstraps(self.cluster)) }

    borrowing func create(_ topic: Arguments.Topic) throws(UsageFault) {
        // A request right behind another can come while the cluster's thread goes back to its sockets; librdkafka 2.0.2
        // then sees it only after a second. With a pause fourteen topics take 20 milliseconds instead of three seconds.
        usleep(1_000)
        let error = unsafe rd_kafka_mock_topic_create(self.cluster, topic.name, topic.partitions, 1)
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw UsageFault("topic \(topic.name): \(unsafe String(cString: rd_kafka_err2str(error)))")
        }
    }
}
