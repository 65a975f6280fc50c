internal import JSON

/// What librdkafka says of one client, as far as an operator asks.
///
/// Its `STATISTICS.md` explains the names. What it leaves out is zero here, or nothing.
struct ClientStatistics: Equatable, Sendable {
    /// A broker that the client has to do with.
    struct Broker: Equatable, Sendable {
        /// Its number, or `coordinator` for the connection to the group's coordinator, which is one of its own.
        let id: String
        let isConnected: Bool
        /// The mean of the last interval; `nil` where nothing was asked.
        let roundTripMicroseconds: Int64?
        let transmitErrors: Int64
        let receiveErrors: Int64
        let timeouts: Int64
    }

    /// A partition that the client reads.
    struct Source: Equatable, Sendable {
        let topic: String
        let partition: Int64
        /// Records behind the offset that was committed last; `nil` where one of the two ends is not known yet.
        let lag: Int64?
        let queuedRecords: Int64
        let queuedBytes: Int64
    }

    /// What the client has of its consumer group.
    struct Membership: Equatable, Sendable {
        let partitions: Int64
        let rebalances: Int64
    }

    /// What waits to be sent, or to be acknowledged.
    struct Outbound: Equatable, Sendable {
        let records: Int64
        let bytes: Int64
    }

    let brokers: [Broker]
    let sources: [Source]
    /// Of a consumer only.
    let membership: Membership?
    /// Of a producer only.
    let outbound: Outbound?
    let sentRecords: Int64
    let receivedRecords: Int64

    /// Reads a document of librdkafka's.
    ///
    /// - Throws: `JSONError` where it is none.
    init(json: [UInt8]) throws {
        var reader = DocumentReader()
        self = try reader.read(json) { try Self($0) }
    }

    private init(_ root: Element) throws(JSONError) {
        let isProducer = try root.require("type").requireString() == "producer"
        var brokers: [String: Broker] = [:]
        root.member("brokers")?.forEachMember { _, broker in
            guard let id = Self.id(of: broker) else { return }
            brokers[id] = Broker(id: id, broker)
        }
        self.brokers = brokers.values.sorted { $0.id < $1.id }
        var sources: [Source] = []
        root.member("topics")?.forEachMember { _, topic in
            guard !isProducer, let name = topic.member("topic")?.string else { return }
            topic.member("partitions")?.forEachMember { _, partition in
                // What was read once, or is only known, stays listed.
                guard partition.member("desired")?.boolean == true else { return }
                sources.append(Source(topic: name, partition))
            }
        }
        self.sources = sources
        if let group = root.member("cgrp") {
            self.membership = Membership(
                partitions: group.count(of: "assignment_size"), rebalances: group.count(of: "rebalance_cnt"))
        } else {
            self.membership = nil
        }
        self.outbound =
            isProducer ? Outbound(records: root.count(of: "msg_cnt"), bytes: root.count(of: "msg_size")) : nil
        self.sentRecords = root.count(of: "txmsgs")
        self.receivedRecords = root.count(of: "rxmsgs")
    }

    /// `nil` for an address that was configured and under which no broker was met yet.
    private static func id(of broker: Element) -> String? {
        if broker.member("name")?.string == "GroupCoordinator" { return "coordinator" }
        guard let number = broker.member("nodeid")?.integer, number >= 0 else { return nil }
        return "\(number)"
    }
}

extension ClientStatistics.Broker {
    fileprivate init(id: String, _ broker: Element) {
        var roundTrip: Int64?
        if let times = broker.member("rtt"), times.count(of: "cnt") > 0 { roundTrip = times.count(of: "avg") }
        self.init(
            id: id, isConnected: broker.member("state")?.string == "UP", roundTripMicroseconds: roundTrip,
            transmitErrors: broker.count(of: "txerrs"), receiveErrors: broker.count(of: "rxerrs"),
            timeouts: broker.count(of: "req_timeouts"))
    }
}

extension ClientStatistics.Source {
    fileprivate init(topic: String, _ partition: Element) {
        var lag: Int64?
        if let known = partition.member("consumer_lag")?.integer, known >= 0 { lag = known }
        self.init(
            topic: topic, partition: partition.count(of: "partition"), lag: lag,
            queuedRecords: partition.count(of: "fetchq_cnt"), queuedBytes: partition.count(of: "fetchq_size"))
    }
}

extension Element {
    /// A member that counts something, which none does below zero.
    fileprivate func count(of name: String) -> Int64 { max(0, self.member(name)?.integer ?? 0) }
}
