import HTTP
import Testing

/// The answers that every server gives, seen by a client.
@Suite(.timeLimit(.minutes(1)))
struct `A server` {
    struct Mishap: Error {}

    private var router: Router {
        var router = Router()
        router.get("/livez") { _ in .text("ok\n") }
        router.post("/echo") { request in Response(headers: ["X-Kind": "echo"], body: .bytes(request.body)) }
        router.get("/query") { request in
            .text(request.query.items.map { "\($0.name)=\($0.value);" }.joined())
        }
        router.get("/units/{unit}") { request in .text(request.parameters["unit"] ?? "none") }
        router.get("/units/all") { _ in .text("all of them") }
        router.get("/broken") { _ in throw Mishap() }
        router.get("/injected") { _ in Response(headers: ["X-Name": "a\r\nSet-Cookie: b"]) }
        return router
    }

    private func send(_ method: Method = .get, _ path: String, body: [UInt8] = []) async throws -> IncomingResponse {
        try await RunningServer.serving(self.router) { server in
            try await withClient { try await $0.send(server.request(method, path, body: body)) }
        }
    }

    @Test func `answers a known path`() async throws {
        let response = try await self.send(.get, "/livez")

        #expect(response.status == 200)
        #expect(response.body == Array("ok\n".utf8))
        #expect(response.headers.first("content-type") == "text/plain; charset=utf-8")
    }

    @Test func `gives back a body of any bytes`() async throws {
        let body = (0..<900_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }

        let response = try await self.send(.post, "/echo", body: body)

        #expect(response.body == body)
        #expect(response.headers.first("x-kind") == "echo")
    }

    @Test func `answers an unknown path with 404`() async throws {
        let response = try await self.send(.get, "/nowhere")

        #expect(response.status == 404)
    }

    @Test(arguments: [Method.post, .delete, Method(rawValue: "BREW") ?? .put])
    func `answers another method with 405 and those that are allowed`(method: Method) async throws {
        let response = try await self.send(method, "/livez")

        #expect(response.status == 405)
        #expect(response.headers.first("Allow") == "GET, HEAD")
    }

    @Test func `serves HEAD by the handler of GET, without the body`() async throws {
        let response = try await self.send(.head, "/livez")

        #expect(response.status == 200)
        #expect(response.headers.first("Content-Length") == "3")
        #expect(response.body.isEmpty)
    }

    @Test func `decodes the query`() async throws {
        let response = try await self.send(.get, "/query?verbose&name=a+b%26c&q=%E8%BF%87%E7%A1%AC")

        #expect(String(decoding: response.body, as: UTF8.self) == "verbose=;name=a b&c;q=过硬;")
    }

    @Test(arguments: [("/units/b-0103", "b-0103"), ("/units/a%2Fb", "a/b"), ("/units/all", "all of them")])
    func `gives a handler what stands for a parameter`(path: String, expected: String) async throws {
        let response = try await self.send(.get, path)

        #expect(String(decoding: response.body, as: UTF8.self) == expected)
    }

    @Test func `answers a handler's error with 500, and tells only the log what it was`() async throws {
        let failures = Failures()

        let response = try await RunningServer.serving(self.router, failures: failures) { server in
            try await withClient { try await $0.send(server.request(.get, "/broken?secret=1")) }
        }

        #expect(response.status == 500)
        #expect(response.body == Array("internal error\n".utf8))
        #expect(failures.all.map(\.route) == ["/broken"])
        #expect(failures.all.first?.error is Mishap)
    }

    @Test func `does not let a header field smuggle in another`() async throws {
        let failures = Failures()

        let response = try await RunningServer.serving(self.router, failures: failures) { server in
            try await withClient { try await $0.send(server.request(.get, "/injected")) }
        }

        #expect(response.status == 500)
        #expect(response.headers.first("Set-Cookie") == nil)
        #expect(failures.all.map(\.route) == ["/injected"])
    }

    @Test func `answers two hundred at once`() async throws {
        let limits = ClientLimits(connections: 200, connectionsPerHost: 200)

        let bodies = try await RunningServer.serving(self.router) { server in
            try await withClient(limits: limits) { client in
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            let body = Array("request \(number)".utf8)
                            return try await client.send(server.request(.post, "/echo", body: body)).body == body
                        }
                    }
                    return try await group.reduce(into: [Bool]()) { $0.append($1) }
                }
            }
        }

        #expect(bodies.count == 200)
        #expect(bodies.allSatisfy { $0 })
    }

    @Test func `says what is in the way of its port`() async throws {
        let error = try await RunningServer.serving(self.router) { server in
            await #expect(throws: ListeningError.self) {
                try await Server(at: ListeningAddress(port: server.port), router: self.router).run(until: {})
            }
        }

        let text = try #require(error).description
        #expect(text.hasPrefix("cannot listen on 127.0.0.1:"))
        #expect(text.hasSuffix(": something else listens there; stop it, or choose another port"))
    }

    @Test(arguments: ["localhost", "::1", "192.0.2.77", ""])
    func `refuses an address that is not this machine's, or not in numbers`(host: String) async throws {
        let server = Server(at: ListeningAddress(host: host), router: self.router)

        await #expect(throws: ListeningError.self) { try await server.run(until: {}) }
    }
}
