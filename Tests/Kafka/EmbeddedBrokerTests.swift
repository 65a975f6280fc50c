import Kit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `The embedded broker` {
    @Test func `serves until it is told to end, and ends well`() async throws {
        let (address, status) = try await BrokerProcess.lending(["a": 1]) { broker in
            (broker.address, await broker.program.stop())
        }

        #expect(status == 0)
        #expect(address.hasPrefix("127.0.0.1:"))
    }

    @Test func `explains itself`() async throws {
        let (status, output, _) = try await BrokerProcess.run(["--help"])

        #expect(status == 0)
        #expect(output.hasPrefix("usage: guoying-broker"))
    }

    @Test(arguments: [
        ["--topics", "a"], ["--topics", "a:0"], ["--topics", "a:x"], ["--topics", "a b:1"], ["--topics", "a:1,a:2"],
        ["--topics"], ["--port", "9092"], ["--ready-file", "/no/such/folder/file"],
    ])
    func `refuses a wrong call with one line`(arguments: [String]) async throws {
        let (status, output, errors) = try await BrokerProcess.run(arguments)

        #expect(status == 2)
        #expect(output.isEmpty)
        #expect(errors.split(separator: "\n").count == 1)
        #expect(errors.hasPrefix("guoying-broker: "))
    }
}
