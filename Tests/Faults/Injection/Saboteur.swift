import Glibc
import Kit
import Postgres

/// Does to the processes of one service, one after the other, what is to be survived.
struct Saboteur {
    let stage: Stage
    let service: Installation.Service
    var random: SeededGenerator

    private var installation: Installation { self.stage.installation }

    /// A fault could not be injected, because no process came in time to where it strikes: that says nothing of what
    /// the processes are worth.
    struct Missed: Error, CustomStringConvertible {
        let description: String
    }

    /// Something that was to be done could not be.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Kills a process, inside a transaction where that is asked for and one comes, starts another in its place, and
    /// waits until what lay there is through.
    mutating func kill(inside: Bool) async throws {
        var fault = Fault.kill
        if inside, try await self.standingStill({ await self.installation.kill($0) }) {
            fault = .killInside
        } else {
            let processes = await self.installation.processes(of: self.service)
            let program = processes[Int.random(in: 0..<processes.count, using: &self.random)]
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...400, using: &self.random)))
            program.signal(SIGSTOP)
            if try await self.isInTransaction(program) { fault = .killInside }
            await self.installation.kill(program)
        }
        try await self.stage.start(self.service)
        try await self.healed(from: fault)
    }

    /// Asks a process to end in good order.
    func stop() async throws {
        guard let program = await self.installation.processes(of: self.service).first else { return }
        let begun = ContinuousClock.now
        let status = await self.installation.stop(program)
        let duration = ContinuousClock.now - begun
        if status != 0 || duration > .seconds(10) {
            self.stage.note { $0.failures.append("\(self.service.rawValue) ended with \(status) after \(duration)") }
        }
        try await self.stage.start(self.service)
        try await self.healed(from: .stop)
    }

    /// Lets a process stand still between its fence and COMMIT until another has taken its partitions, and wakes it.
    mutating func wakeInside() async throws {
        for _ in 1...8 {
            let wasCaught = try await self.standingStill { program in
                try await self.untilTakenOver(from: program)
                program.signal(SIGCONT)
            }
            if wasCaught { return try await self.healed(from: .zombieInside) }
        }
        throw Missed(description: "no process of \(self.service.rawValue) came between its fence and COMMIT")
    }

    /// Lets a process stand still with a batch in hand whose transaction was given up, until another has taken its
    /// partitions, and wakes it: it tries the batch again, under an epoch that is over.
    func wakeWithBatch() async throws {
        for _ in 1...8 {
            if try await self.standingAside({ program in
                try await self.untilTakenOver(from: program)
                program.signal(SIGCONT)
            }) {
                return try await self.healed(from: .zombieWithBatch)
            }
        }
        throw Missed(description: "no process of \(self.service.rawValue) came to its fence")
    }

    /// Cuts COMMIT off, once before and once after it took effect, while all processes go through the proxy.
    func cutCommits() async throws {
        try await CommitProxy.lending(before: self.installation.database) { proxy in
            try await self.replaceAll(through: proxy.port)
            let outcome: Result<Void, any Error>
            do {
                for fault in [Fault.commitDroppedBefore, .commitDroppedAfter] {
                    try await proxy.cut(fault)
                    try await self.healed(from: fault)
                }
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            // The proxy ends with this, and nobody behind it would reach the database any more.
            try await self.replaceAll(through: nil)
            try outcome.get()
        }
    }

    /// Starts another process for each, and stops the old ones in good order.
    private func replaceAll(through port: Int?) async throws {
        let before = await self.installation.processes(of: self.service)
        for _ in before { try await self.stage.start(self.service, through: port) }
        for program in before { await self.installation.stop(program) }
    }

    private func healed(from fault: Fault) async throws {
        self.stage.note { $0.injected[fault, default: 0] += 1 }
        try await self.stage.recover(from: fault, of: self.service)
    }
}

extension Saboteur {
    /// Has a process stop between its fence and COMMIT, by holding what it needs last, and lends it; false where none
    /// came that far in time.
    private func standingStill(_ body: (Program) async throws -> Void) async throws -> Bool {
        try await self.installation.database.connected { connection in
            try await connection.run("BEGIN")
            try await connection.run(self.obstacle)
            let patience = Duration.seconds(self.service == .notification ? 5 : 20)
            guard let (program, session) = try await self.catchOne(on: connection, within: patience) else {
                return false
            }
            try await connection.run("ROLLBACK")
            // Its answer lies in the socket, and nobody takes it out: unless it had waited for so long that the server
            // gave up, and there is no transaction any more.
            guard try await self.comes(session, to: "idle in transaction", within: .seconds(5)) else {
                program.signal(SIGCONT)
                return false
            }
            try await self.lend(program, to: body)
            return true
        }
    }

    /// Has a process stop while it waits for its fence, until the server gives its transaction up, which it cannot
    /// hear, and lends it; false where none came that far in time. Who takes partitions over would wait for the same
    /// rows, so it does not hold them for long.
    private func standingAside(_ body: (Program) async throws -> Void) async throws -> Bool {
        try await self.installation.database.connected { connection in
            try await connection.run("BEGIN")
            try await connection.run(
                """
                SELECT FROM \(identifier: self.service.rawValue).position ORDER BY cluster, topic, partition FOR UPDATE
                """)
            guard let (program, session) = try await self.catchOne(on: connection, within: .seconds(4)) else {
                return false
            }
            let isGivenUp = try await self.comes(session, to: "idle in transaction (aborted)", within: .seconds(15))
            try await connection.run("ROLLBACK")
            guard isGivenUp else {
                program.signal(SIGCONT)
                return false
            }
            try await self.lend(program, to: body)
            return true
        }
    }

    /// Lends a process that stands still; whatever goes wrong, it is not left so.
    private func lend(_ program: Program, to body: (Program) async throws -> Void) async throws {
        do {
            try await body(program)
        } catch {
            program.signal(SIGCONT)
            throw error
        }
    }

    /// What stands in the way of a transaction that has passed its fence, and not in its last trip: the lanes of the
    /// journal, and for notification, which journals later, the versions that it knows of alerts.
    private var obstacle: SQL {
        self.service == .notification
            ? "LOCK TABLE notification.notified IN EXCLUSIVE MODE"
            : "SELECT FROM \(identifier: self.service.rawValue).lane ORDER BY lane FOR UPDATE"
    }

    /// Stops the first process that waits for what `connection` holds.
    private func catchOne(
        on connection: Connection, within patience: Duration
    ) async throws -> (Program, Session)? {
        var caught: (Program, Session)?
        _ = try await eventually(within: patience) {
            let sessions = try await Session.held(
                of: self.service, by: connection.backendProcessID, in: self.installation.database)
            for session in sessions {
                let processes = await self.installation.processes(of: self.service)
                guard let program = processes.first(where: { session.belongs(to: $0) }) else { continue }
                program.signal(SIGSTOP)
                caught = (program, session)
                return true
            }
            return false
        }
        return caught
    }

    private func isInTransaction(_ program: Program) async throws -> Bool {
        try await Session.all(of: self.service, in: self.installation.database)
            .contains { $0.isInTransaction && $0.belongs(to: program) }
    }

    private func comes(_ session: Session, to state: String, within limit: Duration) async throws -> Bool {
        try await eventually(within: limit) {
            try await self.installation.database.count(
                """
                SELECT count(*) FROM pg_stat_activity WHERE pid = \(session.backend) AND state = \(state)
                """) == 1
        }
    }

    /// Waits until no partition is a stopped process's any more.
    private func untilTakenOver(from program: Program) async throws {
        let isTaken = try await eventually(within: .seconds(60)) {
            try await self.installation.database.count(
                """
                SELECT count(*) FROM \(identifier: self.service.rawValue).position
                WHERE owner LIKE \("%/\(program.process)")
                """) == 0
        }
        guard isTaken else {
            throw Failure(description: "nobody takes over from a process of \(self.service.rawValue) that stands still")
        }
    }
}
