internal import Domain
internal import Machines
internal import Postgres
internal import ServiceKit

/// Drains the due queue, kind by kind, a bounded batch in a transaction.
struct DueQueue: Service {
    let store: DueStore
    let handlers: [any DueHandler]
    let bell: Bell
    /// Rung after each batch that was written, for the relay.
    let written: Bell
    let health: HealthRegistry
    let log: Logger
    var roundLimit = RoundLimit.usual

    /// How long it waits where something is due and could not be taken: it is somebody else's, or has failed.
    private static let shortPause = Duration.milliseconds(200)
    /// How long at most: what this process schedules is announced, and others schedule too.
    private static let longPause = Duration.seconds(1)

    func run() async throws {
        self.health.report("due queue", .ready)
        defer { self.health.endBeat("due queue") }
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            self.health.beat("due queue", limit: self.roundLimit)
            // Where nothing may be journalled there is nothing to do but what an operator orders.
            let isOpen = self.store.vetting?.isGood ?? true
            let (due, pause) = await self.look(self.handlers.filter { isOpen || $0 is OperatorDesk })
            var taken = 0
            for handler in due where !Task.isShuttingDownGracefully {
                self.health.beat("due queue", limit: self.roundLimit)
                taken += await self.drain(handler)
            }
            guard taken == 0 else { continue }
            await self.bell.waitUnlessStopping(atMost: pause)
        }
    }

    /// Those for whom something is due, and how long to wait where nothing of it could be taken.
    private func look(_ handlers: [any DueHandler]) async -> (due: [any DueHandler], pause: Duration) {
        let now = Instant(microseconds: self.store.clock.now())
        // Without an answer each is asked apart, and says what is wrong.
        guard let outlooks = try? await self.store.outlooks(on: handlers.map(\.what)) else {
            return (handlers, Self.shortPause)
        }
        var due: [any DueHandler] = []
        var pause = Self.longPause
        for (handler, outlook) in zip(handlers, outlooks) {
            if outlook.holds(DueMachine.taking(at: now, horizon: handler.horizon, limit: handler.batchLimit)) {
                due.append(handler)
            } else {
                self.health.report("due queue \(handler.what)", .ready)
            }
            pause = min(pause, .microseconds(outlook.microsecondsAhead(of: now)))
        }
        return (due, due.isEmpty ? pause : min(pause, Self.shortPause))
    }

    private func drain(_ handler: any DueHandler) async -> Int {
        do {
            let taken = try await self.take(handler, limit: handler.batchLimit)
            self.health.report("due queue \(handler.what)", .ready)
            return taken
        } catch let error as DatabaseError where error.isTransient || error.kind == .unknownCommit {
            self.log.warning("due items wait", metadata: ["what": handler.what, "error": "\(error)"])
            self.health.report(
                "due queue \(handler.what)",
                .failed(
                    "what is due waits for PostgreSQL: see that it runs and can be reached; it is tried again until "
                        + "then: \(error)"))
            return 0
        } catch is UnvettedDatabase {
            // What is due waits until the journal has been compared with the topics, as is said there.
            return 0
        } catch {
            self.log.warning("due items could not be looked at", metadata: ["what": handler.what, "error": "\(error)"])
            return await self.drainOne(handler)
        }
    }

    /// One transaction, and the word to the relay that something is written.
    private func take(_ handler: any DueHandler, limit: Int) async throws -> Int {
        let taken = try await self.store.drain(handler, limit: limit)
        if taken > 0 { self.written.ring() }
        return taken
    }

    /// One by one after a failure, so that an item that cannot be looked at does not stop the others.
    private func drainOne(_ handler: any DueHandler) async -> Int {
        do {
            return try await self.take(handler, limit: 1)
        } catch let failure as DueFailure {
            self.log.error(
                "a due item could not be looked at",
                metadata: ["what": handler.what, "key": failure.item.key, "error": "\(failure.reason)"])
            self.health.report(
                "due queue \(handler.what)",
                .failed(
                    "an item could not be looked at: mend what the log says about it; it is tried again later, and the "
                        + "others go on: \(failure.reason)"))
            try? await self.store.postpone(failure.item)
            return 0
        } catch {
            self.log.error("a due item could not be looked at", metadata: ["what": handler.what, "error": "\(error)"])
            return 0
        }
    }
}
