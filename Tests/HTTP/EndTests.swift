import HTTP
import Testing

/// How a server stops.
@Suite(.timeLimit(.minutes(1)))
struct `A server's end` {
    private static let request = "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"

    /// No test lives to see the end of this patience: a server that waits for it exceeds the suite's time limit.
    private static let patient = ServerLimits(patience: .seconds(3_600))

    /// A router whose handler says that it has begun, and waits.
    private func router(begun: Gate, release: Gate) -> Router {
        var router = Router()
        router.get("/slow") { _ in
            begun.open()
            await release.wait()
            try Task.checkCancellation()
            return .text("done")
        }
        return router
    }

    @Test func `answers who is waiting, and lets nobody new in`() async throws {
        let (begun, release) = (Gate(), Gate())
        let router = self.router(begun: begun, release: release)

        let received = try await RunningServer.serving(router) { server in
            let connection = try RawConnection(port: server.port)
            await connection.send(Self.request)
            await begun.wait()
            server.stop()
            let isRefused = await eventually { (try? RawConnection(port: server.port)) == nil }
            #expect(isRefused)
            release.open()
            return await connection.receive()
        }

        #expect(received.statuses == ["200"])
        #expect(received.text.hasSuffix("done"))
        #expect(received.text.contains("Connection: close"))
        #expect(received.isClosed)
    }

    @Test func `answers who has only begun to ask`() async throws {
        var router = Router()
        router.post("/echo") { .init(body: .bytes($0.body)) }

        let received = try await RunningServer.serving(router) { server in
            let connection = try RawConnection(port: server.port)
            await connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\npro")
            // Once another connection is answered, the first line of this one has been read.
            try await withClient { _ = try await $0.send(server.request(.get, "/echo")) }
            server.stop()
            _ = await eventually { (try? RawConnection(port: server.port)) == nil }
            await connection.send("mise")
            return await connection.receive()
        }

        #expect(received.statuses == ["200"])
        #expect(received.text.hasSuffix("promise"))
    }

    @Test func `answers with 503 when its patience ends, and cancels the handler`() async throws {
        let begun = Gate()
        let router = self.router(begun: begun, release: Gate())
        let limits = ServerLimits(patience: .milliseconds(200))

        let received = try await RunningServer.serving(router, limits: limits) { server in
            let connection = try RawConnection(port: server.port)
            await connection.send(Self.request)
            await begun.wait()
            server.stop()
            return await connection.receive()
        }

        #expect(received.statuses == ["503"])
        #expect(received.isClosed)
    }

    @Test func `does not wait for connections that ask nothing`() async throws {
        let received = try await RunningServer.serving(Router(), limits: Self.patient) { server in
            let silent = try RawConnection(port: server.port)
            let halfway = try RawConnection(port: server.port)
            await halfway.send("GET /nowhere HT")
            server.stop()
            return await silent.receive()
        }

        #expect(received.isClosed)
    }

    @Test func `is not put off by a client that never stops asking`() async throws {
        var router = Router()
        router.get("/livez") { _ in .text("ok") }

        try await RunningServer.serving(router, limits: Self.patient) { server in
            try await withClient { client in
                let isRefused = await eventually {
                    let answer = try? await client.send(server.request(.get, "/livez"))
                    if answer != nil { server.stop() }
                    return answer == nil
                }
                #expect(isRefused)
            }
        }
    }

    @Test func `ends the streams`() async throws {
        let (chunks, source) = AsyncStream.makeStream(of: [UInt8].self)
        var router = Router()
        router.get("/slow") { _ in .init(body: .stream(chunks)) }
        source.yield(Array("first".utf8))

        let received = try await RunningServer.serving(router, limits: Self.patient) { server in
            let connection = try RawConnection(port: server.port)
            await connection.send(Self.request)
            let first = await connection.receive { $0.contains("first") }
            server.stop()
            let rest = await connection.receive()
            return [first, rest]
        }

        #expect(received[1].text == "0\r\n\r\n")
        #expect(received[1].isClosed)
    }

    @Test func `cuts a client that never finishes its question`() async throws {
        var router = Router()
        router.post("/echo") { .init(body: .bytes($0.body)) }
        let limits = ServerLimits(patience: .milliseconds(200))

        let received = try await RunningServer.serving(router, limits: limits) { server in
            let connection = try RawConnection(port: server.port)
            await connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\npro")
            try await withClient { _ = try await $0.send(server.request(.get, "/echo")) }
            server.stop()
            return await connection.receive()
        }

        #expect(received.isClosed)
        #expect(received.statuses.isEmpty)
    }

    @Test func `comes at once when its task is cancelled`() async throws {
        let begun = Gate()
        let router = self.router(begun: begun, release: Gate())
        let (ports, started) = AsyncStream.makeStream(of: UInt16.self)
        let server = Server(router: router, limits: Self.patient)
        let task = Task { try await server.run(started: { started.yield($0) }, until: { await Gate().wait() }) }
        var iterator = ports.makeAsyncIterator()
        let connection = try RawConnection(port: try #require(await iterator.next()))
        await connection.send(Self.request)
        await begun.wait()

        task.cancel()
        try await task.value

        #expect(await connection.receive().isClosed)
    }

    @Test func `leaves its port to the next`() async throws {
        var router = Router()
        router.get("/livez") { _ in .text("ok") }
        let port = try await RunningServer.serving(router) { server in
            _ = try await withClient { try await $0.send(server.request(.get, "/livez")) }
            return server.port
        }

        try await Server(at: ListeningAddress(port: port), router: router).run(until: {})
    }
}
