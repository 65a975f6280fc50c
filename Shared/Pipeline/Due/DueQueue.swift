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

    func run() async throws {
        self.health.report("due queue", .ready)
        defer { self.health.endBeat("due queue") }
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            var taken = 0
            self.health.beat("due queue", limit: self.roundLimit)
            // Where nothing may be journalled there is nothing to do but what an operator orders.
            let isOpen = self.store.vetting?.isGood ?? true
            for handler in self.handlers where !Task.isShuttingDownGracefully {
                guard isOpen || handler is OperatorDesk else { continue }
                self.health.beat("due queue", limit: self.roundLimit)
                taken += await self.drain(handler)
            }
            guard taken == 0 else { continue }
            try? await cancelWhenGracefulShutdown { await self.bell.wait(atMost: .milliseconds(200)) }
        }
    }

    private func drain(_ handler: any DueHandler) async -> Int {
        do {
            let taken = try await self.take(handler, limit: handler.batchLimit)
            self.health.report("due queue \(handler.what)", .ready)
            return taken
        } catch let error as DatabaseError where error.isTransient {
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
