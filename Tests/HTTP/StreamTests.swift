import HTTP
import Synchronization
import Testing

/// Answers that are sent as they come.
@Suite(.timeLimit(.minutes(1)))
struct `A stream` {
    /// A stream that the test feeds, and whether its source was told of its end.
    private final class Source: Sendable {
        let chunks: AsyncStream<[UInt8]>
        let continuation: AsyncStream<[UInt8]>.Continuation
        let hasEnded = Atomic(false)

        init() {
            (self.chunks, self.continuation) = AsyncStream.makeStream()
            self.continuation.onTermination = { _ in self.hasEnded.store(true, ordering: .releasing) }
        }

        func send(_ text: String) { self.continuation.yield(Array(text.utf8)) }
    }

    private func router(streaming source: Source) -> Router {
        var router = Router()
        router.get("/events") { _ in
            Response(headers: ["Content-Type": "text/event-stream"], body: .stream(source.chunks))
        }
        return router
    }

    private static let request = "GET /events HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `reaches its reader chunk by chunk`() async throws {
        let source = Source()

        let received = try await RunningServer.serving(self.router(streaming: source)) { server in
            let connection = try RawConnection(port: server.port)
            await connection.send(Self.request)
            var pieces: [String] = []
            for text in ["data: one\n\n", "data: two\n\n"] {
                source.send(text)
                pieces.append(await connection.receive { $0.contains(text) }.text)
            }
            source.continuation.finish()
            pieces.append(await connection.receive { $0.hasSuffix("0\r\n\r\n") }.text)
            return pieces
        }

        #expect(received[0].contains("Transfer-Encoding: chunked"))
        #expect(received[1] == "b\r\ndata: two\n\n\r\n".uppercasedSize)
        #expect(received[2] == "0\r\n\r\n")
    }

    @Test func `is read whole by a client, however it is cut`() async throws {
        let source = Source()
        let chunks = (0..<300).map { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: $0 * 37 % 70_000) }

        let response = try await RunningServer.serving(self.router(streaming: source)) { server in
            for chunk in chunks { source.continuation.yield(chunk) }
            source.continuation.finish()
            var request = server.request(.get, "/events")
            request.responseLimitBytes = 64 << 20
            return try await withClient { [request] in try await $0.send(request) }
        }

        #expect(response.body == Array(chunks.joined()))
    }

    @Test func `is not begun for HEAD`() async throws {
        let source = Source()
        source.send("never")

        let response = try await RunningServer.serving(self.router(streaming: source)) { server in
            let response = try await withClient { try await $0.send(server.request(.head, "/events")) }
            #expect(await eventually { source.hasEnded.load(ordering: .acquiring) })
            return response
        }

        #expect(response.status == 200)
        #expect(response.body.isEmpty)
    }

    @Test func `ends when its reader has left`() async throws {
        let source = Source()

        let hasEnded = try await RunningServer.serving(self.router(streaming: source)) { server in
            try await Self.readOnce(from: server, source)
            // Only what is sent finds out that nobody reads.
            return await eventually {
                source.send(": heartbeat\n\n")
                return source.hasEnded.load(ordering: .acquiring)
            }
        }

        #expect(hasEnded)
    }

    private static func readOnce(from server: RunningServer, _ source: Source) async throws {
        let connection = try RawConnection(port: server.port)
        await connection.send(self.request)
        source.send("data: one\n\n")
        _ = await connection.receive { $0.contains("one") }
    }

    @Test func `outlives two hundred readers that leave in the midst of it`() async throws {
        let live = Atomic(0)
        var router = Router()
        router.get("/events") { _ in
            live.add(1, ordering: .relaxed)
            let (chunks, source) = AsyncStream.makeStream(of: [UInt8].self)
            let heart = Task {
                while !Task.isCancelled {
                    source.yield(Array(": heartbeat\n\n".utf8))
                    try? await Task.sleep(for: .milliseconds(20))
                }
            }
            source.onTermination = { _ in
                heart.cancel()
                live.subtract(1, ordering: .relaxed)
            }
            return Response(body: .stream(chunks))
        }
        router.get("/livez") { _ in .text("ok") }

        let health = try await RunningServer.serving(router) { server in
            do {
                let readers = try (0..<200).map { _ in try RawConnection(port: server.port) }
                for reader in readers { await reader.send(Self.request) }
                for reader in readers { _ = await reader.receive { $0.contains("heartbeat") } }
            }
            let health = try await withClient { try await $0.send(server.request(.get, "/livez")) }
            #expect(await eventually { live.load(ordering: .relaxed) == 0 })
            return health
        }

        #expect(health.status == 200)
    }

    @Test func `waits for a slow reader, and is cut when that one is silent too long`() async throws {
        let pulled = Atomic(0)
        let hasEnded = Atomic(false)
        var router = Router()
        router.get("/endless") { _ in
            Response(
                body: .stream(
                    AsyncStream {
                        pulled.add(1, ordering: .relaxed)
                        return [UInt8](repeating: 0, count: 64 << 10)
                    } onCancel: {
                        hasEnded.store(true, ordering: .releasing)
                    }))
        }

        let wasCut = try await RunningServer.serving(router, limits: ServerLimits(idleTimeout: .seconds(1))) { server in
            let connection = try RawConnection(port: server.port, receiveBufferBytes: 4 << 10)
            await connection.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
            return await eventually { hasEnded.load(ordering: .acquiring) }
        }

        #expect(wasCut)
        // What the system's own buffers hold, and no more.
        #expect(pulled.load(ordering: .relaxed) < 200)
    }
}

extension String {
    /// The size of a chunk may be written in letters of either case.
    fileprivate var uppercasedSize: String {
        guard let end = self.firstIndex(of: "\r\n") else { return self }
        return self[..<end].uppercased() + self[end...]
    }
}
