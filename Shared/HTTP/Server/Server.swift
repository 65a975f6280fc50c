/// An HTTP/1.1 server on libmicrohttpd.
///
/// Libmicrohttpd's thread owns the sockets and only ever passes work on: a request that is read whole is suspended,
/// answered by a child task of `run`, and resumed with its answer.
public struct Server: Sendable {
    /// Where it listens.
    public var address: ListeningAddress
    /// What answers.
    public var router: Router
    /// How much it takes upon itself.
    public var limits: ServerLimits
    /// What is told of handlers that throw.
    public var log: @Sendable (RequestFailure) -> Void

    /// A server, which does nothing until it is run.
    public init(
        at address: ListeningAddress = ListeningAddress(), router: Router, limits: ServerLimits = ServerLimits(),
        log: @escaping @Sendable (RequestFailure) -> Void = { _ in }
    ) {
        self.address = address
        self.router = router
        self.limits = limits
        self.log = log
    }

    /// Serves until `end` returns; `started` is told the port once connections are taken.
    ///
    /// Then nobody new is let in, streams end, and whoever has begun a request gets an answer, the last on its
    /// connection. Where that takes longer than the limits' patience, the others are answered with 503, what is left
    /// is cut, and the handlers' tasks are cancelled; `run` returns when they have. When the task of `run` is
    /// cancelled there is no patience; `end` has to return then too.
    public func run(
        started: @Sendable (UInt16) -> Void = { _ in }, until end: @escaping @Sendable () async -> Void
    ) async throws(ListeningError) {
        let (arrivals, intake) = AsyncStream.makeStream(of: Door.Arrival.self)
        let door = Door(limits: self.limits, intake: intake)
        let socket = try ListeningSocket(self.address)
        let daemon = try Daemon(door: door, socket: socket, address: self.address)
        started(socket.port)
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watch(door) }
            group.addTask {
                await end()
                daemon.stopListening()
                door.close()
                guard (try? await Task.sleep(for: self.limits.patience)) != nil else { return }
                door.refuseAll()
                guard (try? await Task.sleep(for: Server.lastWords)) != nil else { return }
                door.cutAll()
            }
            for await arrival in arrivals {
                group.addTask { await self.serve(arrival, through: door) }
            }
            group.cancelAll()
            // Whoever is still here came while the task was cancelled.
            door.close()
            door.refuseAll()
        }
        door.refuseAll()
        daemon.stop()
    }

    /// How long the refusals at the end of the patience have to get out.
    private static let lastWords = Duration.milliseconds(500)

    private func serve(_ arrival: Door.Arrival, through door: Door) async {
        let response = await self.router.answer(arrival.request, log: self.log)
        guard let feed = arrival.exchange.answer(response), case .stream(let chunks) = response.body else { return }
        // A stream that begins after the door was closed was not among those that closing it ended.
        if door.isClosed { feed.end() }
        await feed.send(all: chunks)
    }

    private func watch(_ door: Door) async {
        let interval = min(.seconds(1), self.limits.requestTimeout / 4)
        while (try? await Task.sleep(for: interval)) != nil { door.cutLate() }
    }
}
