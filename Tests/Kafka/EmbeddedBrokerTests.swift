import Testing

@Suite(.timeLimit(.minutes(1)))
struct `The embedded broker` {
    @Test func `serves until it is told to end, and ends well`() async throws {
        let broker = try await BrokerProcess.start(topics: ["a": 1])

        let status = broker.stop()

        #expect(status == 0)
        #expect(broker.bootstrapServers.hasPrefix("127.0.0.1:"))
    }

    @Test func `explains itself`() throws {
        let (status, output) = try BrokerProcess.run(["--help"])

        #expect(status == 0)
        #expect(output.hasPrefix("usage: guoying-broker"))
    }

    @Test(arguments: [
        ["--topics", "a"], ["--topics", "a:0"], ["--topics", "a:x"], ["--topics", "a b:1"], ["--topics", "a:1,a:2"],
        ["--topics"], ["--port", "9092"], ["--ready-file", "/no/such/folder/file"],
    ])
    func `refuses a wrong call with one line`(arguments: [String]) throws {
        let (status, output) = try BrokerProcess.run(arguments)

        #expect(status == 2)
        #expect(output.split(separator: "\n").count == 1)
        #expect(output.hasPrefix("guoying-broker: "))
    }
}
