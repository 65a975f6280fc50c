import Crypto
import Testing

@testable import Activity

@Suite struct `The door for events over HTTP` {
    private static let digest = SHA256.digest(of: Array("secret".utf8)).hex

    @Test(arguments: ["\n", "\r\n"])
    func `knows whose tokens are in its file, however lines end`(end: String) throws {
        let lines = ["# office", "", "\(Self.digest) /campus/oa,/campus/hr"]
        let tokens = try DoorTokens(lines.joined(separator: end) + end)

        #expect(tokens.bearer("Bearer secret")?.sources == ["/campus/oa", "/campus/hr"])
        #expect(tokens.bearer("bearer secret") != nil)
        for other in [nil, "secret", "Bearer", "Bearer Secret", "Basic secret"] { #expect(tokens.bearer(other) == nil) }
    }

    @Test(arguments: [
        ("secret /campus/oa", "line 1: expected the SHA-256 of a token"),
        ("\n\(digest)", "line 2: the sources are missing"),
        ("\(digest) /a\n\(digest) /b", "line 2: the token stands twice"),
    ])
    func `says which line of its file is wrong`(text: String, fault: String) {
        let error = #expect(throws: TokenFileFault.self) { try DoorTokens(text) }
        #expect(error?.description.contains(fault) ?? false)
    }

    @Test func `lets five seconds' worth in at once, then so many a second, and a larger batch after a while`() {
        let start = ContinuousClock.now
        var limit = RateLimit(perSecond: 10, at: start)

        #expect(limit.take(50, at: start) == nil)
        #expect(limit.take(1, at: start) == 1)
        #expect(limit.take(20, at: start + .seconds(1)) == 1)
        #expect(limit.take(20, at: start + .seconds(2)) == nil)
        #expect(limit.take(1_000, at: start + .seconds(60)) == nil)
        #expect(limit.take(1, at: start + .seconds(61)) == 95)
    }
}
