import Testing

@testable import Pipeline

@Suite
struct `Statistics of a client` {
    private let consumer = """
        {"name":"rdkafka#consumer-3","type":"consumer","ts":700014151,"msg_cnt":0,"msg_size":0,"txmsgs":0,"rxmsgs":10,
        "brokers":{
          "10.0.0.1:9092/bootstrap":{"name":"10.0.0.1:9092/bootstrap","nodeid":-1,"source":"configured","state":"INIT"},
          "kafka:9092/1":{"name":"kafka:9092/1","nodeid":1,"source":"learned","state":"UP","txerrs":1,"rxerrs":2,
            "req_timeouts":3,"rtt":{"avg":562343,"cnt":1}},
          "kafka:9093/2":{"name":"kafka:9093/2","nodeid":2,"source":"learned","state":"TRY_CONNECT","txerrs":0,
            "rxerrs":0,"req_timeouts":0,"rtt":{"avg":0,"cnt":0}},
          "GroupCoordinator":{"name":"GroupCoordinator","nodeid":1,"source":"logical","state":"UP","txerrs":0,
            "rxerrs":0,"req_timeouts":0}},
        "topics":{"intake":{"topic":"intake","partitions":{
          "0":{"partition":0,"desired":true,"fetchq_cnt":4,"fetchq_size":400,"consumer_lag":6},
          "1":{"partition":1,"desired":true,"fetchq_cnt":0,"fetchq_size":0,"consumer_lag":-1},
          "2":{"partition":2,"desired":false,"fetchq_cnt":9,"fetchq_size":9,"consumer_lag":9},
          "-1":{"partition":-1,"desired":false}}}},
        "cgrp":{"state":"up","rebalance_cnt":2,"assignment_size":2}}
        """

    @Test func `name its brokers, and the coordinator's connection apart`() throws {
        let statistics = try ClientStatistics(json: Array(self.consumer.utf8))

        #expect(
            statistics.brokers == [
                .init(
                    id: "1", isConnected: true, roundTripMicroseconds: 562_343, transmitErrors: 1, receiveErrors: 2,
                    timeouts: 3),
                .init(
                    id: "2", isConnected: false, roundTripMicroseconds: nil, transmitErrors: 0, receiveErrors: 0,
                    timeouts: 0),
                .init(
                    id: "coordinator", isConnected: true, roundTripMicroseconds: nil, transmitErrors: 0,
                    receiveErrors: 0, timeouts: 0),
            ])
    }

    @Test func `tell the lag of what is read now, where it is known`() throws {
        let statistics = try ClientStatistics(json: Array(self.consumer.utf8))

        #expect(
            statistics.sources == [
                .init(topic: "intake", partition: 0, lag: 6, queuedRecords: 4, queuedBytes: 400),
                .init(topic: "intake", partition: 1, lag: nil, queuedRecords: 0, queuedBytes: 0),
            ])
        #expect(statistics.membership == .init(partitions: 2, rebalances: 2))
        #expect(statistics.outbound == nil)
        #expect(statistics.receivedRecords == 10)
    }

    @Test func `tell what a producer has under way`() throws {
        let statistics = try ClientStatistics(
            json: Array(#"{"type":"producer","msg_cnt":3,"msg_size":300,"txmsgs":40,"brokers":{},"topics":{}}"#.utf8))

        #expect(statistics.outbound == .init(records: 3, bytes: 300))
        #expect(statistics.sentRecords == 40)
        #expect(statistics.membership == nil)
    }

    @Test(arguments: ["", "[]", "{}", #"{"type":7}"#]) func `are refused where they are none`(document: String) {
        #expect(throws: (any Error).self) { try ClientStatistics(json: Array(document.utf8)) }
    }
}
