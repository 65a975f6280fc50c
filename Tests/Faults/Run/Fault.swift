/// What is done to an installation under load.
enum Fault: String, CaseIterable, Sendable {
    case kill = "kill -9 of a process"
    case killInside = "kill -9 of a process inside a transaction"
    case stop = "SIGTERM"
    case zombieInside = "stopped between fence and COMMIT, woken after another took over"
    case zombieWithBatch = "stopped with a batch in hand, woken after another took over"
    case commitDroppedBefore = "COMMIT cut off before it took effect"
    case commitDroppedAfter = "the answer to COMMIT cut off after it took effect"
    case databaseCrash = "PostgreSQL stopped by pg_ctl -m immediate, and started"
    case brokerKill = "broker killed by kill -9, and started"

    /// Whether it strikes between BEGIN and the answer to COMMIT.
    var isInside: Bool {
        switch self {
        case .killInside, .zombieInside, .commitDroppedBefore, .commitDroppedAfter: true
        case .kill, .stop, .zombieWithBatch, .databaseCrash, .brokerKill: false
        }
    }
}
