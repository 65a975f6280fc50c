import HTTP
import Testing

/// Requests and their answers.
@Suite(.timeLimit(.minutes(1)))
struct `A client` {
    /// Tells what it was asked.
    private static var router: Router {
        var router = Router()
        for method in [Method.get, .post, .put, .patch, .delete] {
            router.on(method, "/mirror") { request in
                let lines = request.headers.fields.map { "\($0.name): \($0.value)" }
                return .text(([request.method.rawValue, "\(request.body.count)"] + lines).joined(separator: "\n"))
            }
        }
        router.post("/echo") { .init(body: .bytes($0.body)) }
        router.get("/moved") { _ in Response(status: 302, headers: ["Location": "/mirror"]) }
        router.get("/circle") { _ in Response(status: 302, headers: ["Location": "/circle"]) }
        router.get("/elsewhere") { _ in Response(status: 302, headers: ["Location": "file:///etc/hostname"]) }
        router.get("/long") { _ in Response(body: .bytes([UInt8](repeating: 1, count: 2_000))) }
        router.get("/longer") { _ in
            Response(body: .stream(AsyncStream { [UInt8](repeating: 1, count: 2_000) }))
        }
        router.get("/squeezed") { _ in Response(headers: ["Content-Encoding": "gzip"], body: .bytes(squeezedText)) }
        router.get("/bomb") { _ in Response(headers: ["Content-Encoding": "gzip"], body: .bytes(squeezedZeros)) }
        return router
    }

    /// What comes back for a request that `change` has made different.
    private func send(
        _ method: Method = .get, _ path: String, _ change: @Sendable (inout OutgoingRequest) -> Void = { _ in }
    ) async throws -> IncomingResponse {
        try await RunningServer.serving(Self.router) { server in
            var request = server.request(method, path)
            change(&request)
            return try await withClient { [request] in try await $0.send(request) }
        }
    }

    private func failure(
        _ path: String, _ change: @Sendable (inout OutgoingRequest) -> Void = { _ in }
    ) async -> HTTPError? {
        await #expect(throws: HTTPError.self) { try await self.send(.get, path, change) }
    }

    @Test(arguments: [Method.get, .post, .put, .patch, .delete])
    func `sends what it was given, and nothing it was not`(method: Method) async throws {
        let response = try await self.send(method, "/mirror") { request in
            request.headers = ["X-Trace": "a: b", "X-Empty": ""]
            if method == .put { request.body = Array("content".utf8) }
        }

        let lines = String(decoding: response.body, as: UTF8.self).split(separator: "\n").map(String.init)
        let names = lines.dropFirst(2).map { String($0.prefix { $0 != ":" }) }
        #expect(lines.first == method.rawValue)
        #expect(lines[1] == (method == .put ? "7" : "0"))
        #expect(lines.contains("X-Trace: a: b"))
        #expect(Set(names).subtracting(["Host", "Accept", "X-Trace", "X-Empty", "Content-Length"]).isEmpty)
        #expect(names.contains("X-Empty"))
    }

    @Test func `sends bodies of any bytes`() async throws {
        let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }

        let response = try await self.send(.post, "/echo") { $0.body = body }

        #expect(response.body == body)
    }

    @Test func `does not follow a redirect unless asked`() async throws {
        let response = try await self.send(.get, "/moved")

        #expect(response.status == 302)
        #expect(response.headers.first("location") == "/mirror")
    }

    @Test func `follows a redirect when asked, and returns the last answer's head`() async throws {
        let response = try await self.send(.get, "/moved") { $0.redirects = .followed(limit: 1) }

        #expect(response.status == 200)
        #expect(response.headers.first("Location") == nil)
    }

    @Test func `gives up a redirect without end`() async throws {
        let error = await self.failure("/circle") { $0.redirects = .followed(limit: 5) }

        #expect(error?.kind == .badResponse)
    }

    @Test func `follows a redirect to nothing but http`() async throws {
        let error = await self.failure("/elsewhere") { $0.redirects = .followed(limit: 5) }

        #expect(error?.kind == .invalidURL)
    }

    @Test(arguments: ["/long", "/longer"])
    func `takes no more than the limit`(path: String) async throws {
        let error = await self.failure(path) { $0.responseLimitBytes = 1_999 }

        #expect(error?.kind == .tooLarge)
    }

    @Test func `takes what is as long as the limit`() async throws {
        let response = try await self.send(.get, "/long") { $0.responseLimitBytes = 2_000 }

        #expect(response.body.count == 2_000)
    }

    @Test func `hands over a compressed body as it is`() async throws {
        let response = try await self.send(.get, "/squeezed")

        #expect(response.body == squeezedText)
    }

    @Test func `takes compression off when asked, under the same limit`() async throws {
        let response = try await self.send(.get, "/squeezed") { $0.compression = .decoded }
        let error = await self.failure("/bomb") { request in
            request.compression = .decoded
            request.responseLimitBytes = 10_000
        }

        #expect(response.body == Array("promises kept".utf8))
        #expect(error?.kind == .tooLarge)
    }

    @Test(arguments: [
        "", "nonsense", "/path", "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/",
        "http://user@example.org/", "http://user:secret@example.org/", "http:// example.org/", "http://a b/",
        "http://example.org:99999/", "http://example.org/\u{0}", "http://example.org/\r\nX: y", "http://[::1/",
    ])
    func `refuses a URL that it cannot use`(url: String) async throws {
        let error = try await withClient { client in
            await client.failure(of: OutgoingRequest(.get, url))
        }

        #expect(error?.kind == .invalidURL)
    }

    @Test(arguments: [("X-Name", "a\r\nX-Other: b"), ("X Name", "a"), ("", "a"), ("X-Name", "a\u{0}b")])
    func `refuses a header field that would break the request`(name: String, value: String) async throws {
        let error = await self.failure("/mirror") { $0.headers.add(name, value) }

        #expect(error?.kind == .invalidHeader)
        #expect(error?.message.contains("X-Other") == false)
    }

    @Test func `never says a path or a query`() async throws {
        let listener = try RawListener()
        var request = OutgoingRequest(.get, "http://127.0.0.1:\(listener.port)/robot/KEY1?access_token=KEY2")
        request.addresses = .any

        let error = try await withClient { [request] client in
            await client.failure(of: request)
        }

        #expect(error?.kind == .cannotConnect)
        #expect(error?.message.hasPrefix("GET http://127.0.0.1:\(listener.port): ") == true)
        #expect(error?.message.contains("KEY") == false)
    }

    @Test func `says when a name has no address`() async throws {
        // No label may have more than 63 letters, so no name's server is asked.
        let request = OutgoingRequest(.get, "http://\(String(repeating: "x", count: 70)).example/")

        let error = try await withClient { client in
            await client.failure(of: request)
        }

        #expect(error?.kind == .cannotResolve)
    }
}

/// `promises kept`, by gzip.
private let squeezedText: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 43, 40, 202, 207, 205, 44, 78, 45, 86, 200, 78, 45, 40, 1, 0, 236, 239, 78, 7, 13,
    0, 0, 0,
]

/// 65,536 zeros, by gzip.
private let squeezedZeros: [UInt8] =
    [31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 237, 193, 1, 1, 0, 0, 0, 128, 144, 254, 175, 238, 8, 10]
    + [UInt8](repeating: 0, count: 63) + [106, 235, 142, 151, 215, 0, 0, 1, 0]
