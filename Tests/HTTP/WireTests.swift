import HTTP
import Testing

/// What comes over the wire when a client is broken, hostile or slow.
@Suite(.timeLimit(.minutes(1)))
struct `A server facing raw bytes` {
    private var router: Router {
        var router = Router()
        router.get("/livez") { _ in .text("ok") }
        router.post("/echo") { request in Response(body: .bytes(request.body)) }
        router.get("/slow") { request in .text(request.query.first("n") ?? "") }
        return router
    }

    /// What comes back for `text`, and whether the server still answers others.
    private func exchange(
        _ text: String, limits: ServerLimits = ServerLimits(), until enough: @Sendable (String) -> Bool = { _ in false }
    ) async throws -> RawConnection.Received {
        try await RunningServer.serving(self.router, limits: limits) { server in
            let connection = try RawConnection(port: server.port)
            await connection.send(text)
            let received = await connection.receive(until: enough)
            let health = try await withClient { try await $0.send(server.request(.get, "/livez")) }
            #expect(health.status == 200)
            return received
        }
    }

    @Test(arguments: [
        "NONSENSE\r\n\r\n", "GET\r\n\r\n", "GET /livez SMTP/1.0\r\n\r\n", "\u{1}\u{2}\u{3}\r\n\r\n",
        "GET /livez HTTP/9.9\r\nHost: a\r\n\r\n",
    ])
    func `gives no answer of 200 to what is no request`(text: String) async throws {
        let received = try await self.exchange(text)

        #expect(received.isClosed)
        #expect(!received.statuses.contains("200"))
    }

    @Test(arguments: [
        "GET /livez HTTP/1.1\r\n\r\n",
        "GET /livez HTTP/1.1\r\nno colon here\r\nHost: a\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /livez%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /livez?a=%f HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET livez HTTP/1.1\r\nHost: a\r\n\r\n",
        "G(T /livez HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: five\r\n\r\nhello",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nhello",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func `answers a malformed request with 400, and closes`(text: String) async throws {
        let received = try await self.exchange(text)

        // Libmicrohttpd 0.9.75 writes the head of some of its own refusals twice before it closes.
        #expect(Set(received.statuses) == ["400"])
        #expect(received.isClosed)
    }

    @Test(arguments: [9_000, 200_000])
    func `answers a head that is too long with 431`(bytes: Int) async throws {
        let field = String(repeating: "x", count: bytes)

        let received = try await self.exchange(
            "GET /livez HTTP/1.1\r\nHost: a\r\nX: \(field)\r\n\r\n", limits: ServerLimits(headerBytes: 8_192))

        #expect(received.statuses == ["431"])
    }

    @Test func `takes a head that is just short enough`() async throws {
        let field = String(repeating: "x", count: 7_900)

        let received = try await self.exchange(
            "GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: \(field)\r\n\r\n",
            limits: ServerLimits(headerBytes: 8_192))

        #expect(received.statuses == ["200"])
    }

    @Test(arguments: [
        "Content-Length: 2001\r\nExpect: 100-continue\r\n\r\n",
        "Content-Length: 99999999999\r\n\r\n",
        "Content-Length: 2001\r\nConnection: close\r\n\r\n" + String(repeating: "x", count: 2_001),
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "7D1\r\n" + String(repeating: "x", count: 2_001) + "\r\n0\r\n\r\n",
    ])
    func `answers a body that is too long with 413`(rest: String) async throws {
        let received = try await self.exchange(
            "POST /echo HTTP/1.1\r\nHost: a\r\n" + rest, limits: ServerLimits(bodyBytes: 2_000))

        #expect(received.statuses == ["413"])
        #expect(received.isClosed)
    }

    @Test func `lets a client that sends too much read why`() async throws {
        let response = try await RunningServer.serving(self.router, limits: ServerLimits(bodyBytes: 2_000)) { server in
            try await withClient {
                try await $0.send(server.request(.post, "/echo", body: Array(repeating: 0, count: 4 << 20)))
            }
        }

        #expect(response.status == 413)
    }

    @Test func `reads a body that comes in chunks`() async throws {
        let received = try await self.exchange(
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + "3\r\npro\r\n4\r\nmise\r\n0\r\n\r\n")

        #expect(received.statuses == ["200"])
        #expect(received.text.hasSuffix("\r\n\r\npromise"))
    }

    @Test func `answers pipelined requests in their order`() async throws {
        let requests = (1...3).map { "GET /slow?n=answer-\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()

        let received = try await self.exchange(requests) { $0.contains("answer-3") }

        let order = (1...3).compactMap { position(of: "answer-\($0)", in: received.text) }
        #expect(received.statuses == ["200", "200", "200"])
        #expect(order.count == 3 && order == order.sorted())
    }

    @Test func `answers a client that has closed its own half, however long it takes`() async throws {
        let (begun, release) = (Gate(), Gate())
        var router = Router()
        router.get("/slow") { _ in
            begun.open()
            await release.wait()
            return .text("done")
        }

        let received = try await RunningServer.serving(router) { server in
            let connection = try RawConnection(port: server.port)
            await connection.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            connection.finishSending()
            await begun.wait()
            release.open()
            return await connection.receive()
        }

        #expect(received.statuses == ["200"])
        #expect(received.text.hasSuffix("done"))
        #expect(received.isClosed)
    }

    @Test func `takes an absolute URL for its path`() async throws {
        let received = try await self.exchange(
            "GET http://somewhere.example/slow?n=found HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

        #expect(received.text.hasSuffix("found"))
    }

    @Test(arguments: [
        "GET /livez HTTP/1.1\r\nX-Slow: ", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n",
    ])
    func `cuts a client that sends a byte now and then`(beginning: String) async throws {
        let limits = ServerLimits(idleTimeout: .seconds(30), requestTimeout: .milliseconds(400))

        let wasCut = try await RunningServer.serving(self.router, limits: limits) { server in
            let connection = try RawConnection(port: server.port)
            await connection.send(beginning)
            return await eventually { await !connection.send("x") }
        }

        #expect(wasCut)
    }

    @Test func `closes a connection that is silent`() async throws {
        let limits = ServerLimits(idleTimeout: .seconds(1))

        let received = try await self.exchange("", limits: limits)

        #expect(received.isClosed)
        #expect(received.text.isEmpty)
    }

    @Test func `keeps a connection for the next request`() async throws {
        let received = try await RunningServer.serving(self.router) { server in
            let connection = try RawConnection(port: server.port)
            await connection.send("GET /slow?n=first HTTP/1.1\r\nHost: a\r\n\r\n")
            let first = await connection.receive { $0.hasSuffix("first") }
            await connection.send("GET /slow?n=second HTTP/1.1\r\nHost: a\r\n\r\n")
            let second = await connection.receive { $0.hasSuffix("second") }
            return [first, second]
        }

        #expect(received.map(\.statuses) == [["200"], ["200"]])
        #expect(received.map(\.isClosed) == [false, false])
    }

    @Test func `lets a connection wait while there are as many as there may be`() async throws {
        let texts = try await RunningServer.serving(self.router, limits: ServerLimits(connections: 1)) { server in
            let request = "GET /slow?n=done HTTP/1.1\r\nHost: a\r\n\r\n"
            let first = try RawConnection(port: server.port)
            await first.send(request)
            let one = await first.receive { $0.hasSuffix("done") }
            let second = try RawConnection(port: server.port)
            await second.send(request)
            first.finishSending()
            let end = await first.receive()
            let two = await second.receive { $0.hasSuffix("done") }
            return [one.statuses, end.statuses, two.statuses]
        }

        #expect(texts == [["200"], [], ["200"]])
    }

    @Test func `closes what one address has too many of`() async throws {
        let limits = ServerLimits(connectionsPerAddress: 2)

        let statuses = try await RunningServer.serving(self.router, limits: limits) { server in
            let connections = try (0..<3).map { _ in try RawConnection(port: server.port) }
            var statuses: [[String]] = []
            for connection in connections {
                await connection.send("GET /slow?n=done HTTP/1.1\r\nHost: a\r\n\r\n")
                statuses.append(await connection.receive { $0.hasSuffix("done") }.statuses)
            }
            return statuses
        }

        #expect(statuses == [["200"], ["200"], []])
    }
}

private func position(of part: String, in text: String) -> Int? {
    text.utf8.indices.firstIndex { text[$0...].hasPrefix(part) }
        .map { text.utf8.distance(from: text.utf8.startIndex, to: $0) }
}
