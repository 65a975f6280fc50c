import Glibc
import Kit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `A program under test` {
    @Test func `has nothing open that the tests have`() async throws {
        let file = open("/dev/null", O_RDONLY)
        defer { close(file) }

        let (_, output, _) = try await Program.run("ls", ["/proc/self/fd"])

        // The last is the folder that it lists.
        #expect(output == "0\n1\n2\n3\n")
    }
}
