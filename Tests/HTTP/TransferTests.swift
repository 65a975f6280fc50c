import HTTP
import Testing

/// How a transfer ends, other than well.
@Suite(.timeLimit(.minutes(1)))
struct `A transfer` {
    /// Serves a handler that never answers, and says when it is reached.
    private func waiting(
        limits: ClientLimits = ClientLimits(),
        _ body: @Sendable (Client, OutgoingRequest, AsyncStream<Void>) async throws -> Void
    ) async throws {
        let (reached, reach) = AsyncStream.makeStream(of: Void.self)
        var router = Router()
        router.get("/wait") { _ in
            reach.yield()
            await Gate().wait()
            return .text("late")
        }
        try await RunningServer.serving(router, limits: ServerLimits(patience: .zero)) { server in
            try await withClient(limits: limits) { try await body($0, server.request(.get, "/wait"), reached) }
        }
    }

    @Test func `ends at its own deadline, and not before`() async throws {
        try await self.waiting { client, request, reached in
            var (patient, impatient) = (request, request)
            patient.deadline = .seconds(3_600)
            impatient.deadline = .milliseconds(150)
            async let waiting = client.failure(of: patient)
            for await _ in reached { break }

            let start = ContinuousClock.now
            let error = await client.failure(of: impatient)

            #expect(error?.kind == .timedOut)
            #expect(ContinuousClock.now - start >= .milliseconds(150))
            await client.close()
            #expect(await waiting?.kind == .interrupted)
        }
    }

    @Test func `ends at its deadline while it waits for a connection`() async throws {
        try await self.waiting(limits: ClientLimits(connectionsPerHost: 1)) { client, request, reached in
            async let first = client.failure(of: request)
            for await _ in reached { break }
            var second = request
            second.deadline = .milliseconds(150)

            let error = await client.failure(of: second)

            #expect(error?.kind == .timedOut)
            await client.close()
            #expect(await first?.kind == .interrupted)
        }
    }

    @Test func `ends when its task is cancelled`() async throws {
        try await self.waiting { client, request, reached in
            let task = Task { await client.failure(of: request) }
            for await _ in reached { break }
            task.cancel()
            let error = await task.value
            #expect(error?.kind == .cancelled)
        }
    }

    @Test func `does not begin when its task is cancelled already`() async throws {
        try await self.waiting { client, request, _ in
            let gate = Gate()
            let task = Task {
                await gate.wait()
                return await client.failure(of: request)
            }
            task.cancel()
            let error = await task.value
            #expect(error?.kind == .cancelled)
        }
    }

    @Test func `ends when the client is closed, and so does every later one`() async throws {
        try await self.waiting { client, request, reached in
            let kinds = await withTaskGroup(of: HTTPError.Kind?.self) { group in
                for _ in 0..<30 {
                    group.addTask { await client.failure(of: request)?.kind }
                }
                for await _ in reached { break }
                await client.close()
                return await group.reduce(into: []) { $0.append($1) }
            }
            let later = await client.failure(of: request)
            await client.close()

            #expect(kinds == Array(repeating: .interrupted, count: 30))
            #expect(later?.kind == .interrupted)
        }
    }

    @Test func `is refused where too many are in flight`() async throws {
        try await self.waiting(limits: ClientLimits(requests: 1)) { client, request, reached in
            async let first = client.failure(of: request)
            for await _ in reached { break }

            let error = await client.failure(of: request)

            #expect(error?.kind == .busy)
            await client.close()
            #expect(await first?.kind == .interrupted)
        }
    }

    @Test func `uses a connection again`() async throws {
        let listener = try RawListener()
        listener.takeConnections()
        var request = OutgoingRequest(.get, "http://127.0.0.1:\(listener.port)/")
        request.addresses = .any

        let bodies = try await withClient { [request] client in
            async let bodies = [client.send(request), client.send(request)].map {
                String(decoding: $0.body, as: UTF8.self)
            }
            let connection = try #require(await listener.accept())
            for text in ["one", "two"] {
                _ = await connection.receive { $0.hasSuffix("\r\n\r\n") }
                await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n\(text)")
            }
            return try await bodies
        }

        #expect(bodies == ["one", "two"])
    }

    @Test(arguments: [
        ("", HTTPError.Kind.interrupted),
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", .interrupted),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal", .interrupted),
        ("SSH-2.0-OpenSSH_9.2\r\n", .invalidURL),
        ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 70_000) + "\r\n\r\n", .tooLarge),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", .tooLarge),
    ])
    func `says what was wrong with an answer`(answer: String, kind: HTTPError.Kind) async throws {
        let listener = try RawListener()
        listener.takeConnections()
        var request = OutgoingRequest(.get, "http://127.0.0.1:\(listener.port)/")
        request.addresses = .any

        let error = try await withClient { [request] client in
            async let outcome = client.failure(of: request)
            do {
                let connection = try #require(await listener.accept())
                _ = await connection.receive { $0.hasSuffix("\r\n\r\n") }
                await connection.send(answer)
            }
            return await outcome
        }

        #expect(error?.kind == kind)
    }

    @Test func `is not begun where there is no TLS`() async throws {
        try await self.waiting { client, request, _ in
            var request = request
            request.url = request.url.replacing("http://", with: "https://")

            let error = await client.failure(of: request)

            #expect(error?.kind == .tls)
        }
    }

    @Test(.enabled(if: SelfSignedServer.isAvailable))
    func `is not begun with a host whose certificate nobody vouches for`() async throws {
        let error = try await SelfSignedServer.serving { server in
            var request = OutgoingRequest(.get, "https://127.0.0.1:\(server.port)/")
            request.addresses = .any
            return try await withClient { [request] in await $0.failure(of: request) }
        }

        #expect(error?.kind == .tls)
        #expect(error?.message.contains("certificate") == true)
    }
}
