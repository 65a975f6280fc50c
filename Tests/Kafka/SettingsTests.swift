import Testing

@testable import Kafka

@Suite struct `A client's settings` {
    @Test(arguments: [
        ([:], "10000"), (["delivery.timeout.ms": "2000"], "2000"), (["delivery.timeout.ms": "60000"], "10000"),
        (["message.timeout.ms": "3000"], "3000"), (["message.timeout.ms": "0"], "10000"),
    ])
    func `have a record given up no later than is asked for`(options: [String: String], limit: String) {
        let settings = Settings(options).delivering(within: .seconds(10))

        #expect(settings.options == ["delivery.timeout.ms": limit])
    }
}
