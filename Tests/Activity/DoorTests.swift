import Crypto
import Domain
import HTTP
import Kafka
import Messages
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

    @Test(arguments: [
        ("one", "one"), ("%E4%B8%80%20%25", "一 %"), ("a%2", "a%2"), ("\"in quotes\"", "in quotes"),
        (#""say \"yes\" \\ 100%25""#, #"say "yes" \ 100%"#), (#"not\in"quotes"#, #"not\in"quotes"#), ("\"", "\""),
    ])
    func `reads attributes as HTTP carries them: escaped, or in quotes`(field: String, value: String) throws {
        let headers: Headers = [
            "Content-Type": "application/json", "ce-specversion": "1.0", "ce-type": "guoying.activity.watermark.v1",
            "ce-source": "/campus/oa", "CE-ID": field,
        ]
        let body = Array(#"{"until":"2021-05-04T00:00:00+08:00"}"#.utf8)
        let request = try #require(Request(.post, "/events", headers: headers, body: body))
        let now = try #require(Instant("2021-05-05T00:00:00+08:00"))

        let posted = try PostedEvents(request, for: "intake", at: now)

        let id = posted.records.first?.headers.first { $0.name == "ce_id" }?.value
        #expect(id.map { String(decoding: $0, as: UTF8.self) } == value)
    }

    @Test(arguments: [
        "application/cloudevents-batch+xml", "application/cloudevents", "Application/CloudEvents+avro; a=b",
    ])
    func `takes an event in a form that it cannot read for none, whatever headers are beside it`(type: String) throws {
        let headers: Headers = [
            "Content-Type": type, "ce-specversion": "1.0", "ce-type": "guoying.activity.watermark.v1",
            "ce-source": "/campus/oa", "ce-id": "1",
        ]
        let body = Array(#"{"until":"2021-05-04T00:00:00+08:00"}"#.utf8)
        let request = try #require(Request(.post, "/events", headers: headers, body: body))
        let now = try #require(Instant("2021-05-05T00:00:00+08:00"))

        let refusal = #expect(throws: PostedEvents.Refusal.self) {
            try PostedEvents(request, for: "intake", at: now)
        }

        #expect(refusal?.status == 415)
        #expect(refusal?.fault == Fault(.undecodable, at: "content-type"))
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
