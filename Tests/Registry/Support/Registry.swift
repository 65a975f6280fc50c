import Domain
import JSON
import Kit
import Messages
import Postgres
import ServiceKit

@testable import Pipeline
@testable import Registry

/// The registry on a database of its own, taking commands in as the loop would hand them over.
struct RegistryOnDatabase: Sendable {
    let database: ScratchDatabase
    let pool: Pool
    let clock = ManualClock(1_620_144_000_000_000)
    let desk = CommandDesk(topics: Topics())

    static func lending<Value>(_ body: (RegistryOnDatabase) async throws -> Value) async throws -> Value {
        try await ScratchDatabase.lending { database in
            var settings = try DatabaseSettings(database.url(as: "guoying_registry"))
            settings.serve("registry")
            let pool = Pool(settings, limit: 2)
            defer { pool.close() }
            return try await body(RegistryOnDatabase(database: database, pool: pool))
        }
    }

    /// Runs a transaction as the loop would.
    func transaction<Value>(_ body: (Transaction) async throws -> Value) async throws -> Value {
        try await self.pool.withConnection { connection in
            try await connection.transaction { connection in
                try await body(
                    Transaction(
                        connection: connection, now: Instant(microseconds: self.clock.now()), limits: JournalLimits()))
            }
        }
    }

    /// Takes commands in, in one transaction.
    @discardableResult
    func take(_ commands: [IncomingCommand<RegistryCommand>]) async throws -> [Disposition] {
        try await self.transaction { transaction in
            let known = try await transaction.connection.pipeline(self.desk.questions(about: commands))
            return try await self.desk.take(
                commands, known: known,
                letter: { place, fault in
                    JournalEntry(
                        topic: self.desk.topics.registryDeadLetters.name, lane: 0, key: nil,
                        type: fault.code.rawValue, value: Array("\(place)".utf8))
                }, in: transaction)
        }
    }

    /// Takes a whole import in, each command in a transaction of its own, and gives its answer.
    func importing(
        _ parts: ImportRows..., id: String = "imp-1", mode: ImportCommit.Mode = .apply
    ) async throws -> Reply {
        let rows = parts.reduce(0) { $0 + $1.rows.count }
        let commands =
            [RegistryCommand.importBegin(ImportBegin(importID: id))] + parts.map { .importRows($0) }
            + [.importCommit(ImportCommit(importID: id, rows: rows, mode: mode))]
        let run = try await self.database.count("SELECT count(*) FROM registry.command")
        for (number, command) in commands.enumerated() {
            try await self.take([.reading(command, id: "\(id)-\(run)-\(number)")])
        }
        return try await self.reply(to: "\(id)-\(run)-\(commands.count - 1)")
    }

    /// The one answer to a command.
    func reply(to command: String) async throws -> Reply {
        let rows = try await self.database.run(
            "SELECT type, value FROM registry.answers_v1 WHERE command = \(command)")
        guard rows.count == 1 else { throw AnswerCount(command: command, count: rows.count) }
        let data = try rows[0].decode("value", as: [UInt8].self)
        var reader = DocumentReader()
        switch try rows[0].decode("type", as: String.self) {
        case CommandRejection.type(of: "registry"):
            return .rejected(try reader.read(data) { try CommandRejection.read($0, type: 0) })
        case ImportOutcome.type(of: .apply):
            return .imported(try reader.read(data) { try ImportOutcome.read($0, type: 0) })
        case ImportOutcome.type(of: .check):
            return .checked(try reader.read(data) { try ImportOutcome.read($0, type: 1) })
        case let type:
            return .other(type)
        }
    }

    /// How many rows a table of the registry has.
    func count(_ table: String) async throws -> Int64 {
        try await self.database.count("SELECT count(*) FROM registry.\(identifier: table)")
    }

    /// An answer.
    enum Reply: Hashable, Sendable {
        case imported(ImportOutcome)
        case checked(ImportOutcome)
        case rejected(CommandRejection)
        case other(String)
    }

    /// A command has not exactly one answer.
    struct AnswerCount: Error {
        let command: String
        let count: Int
    }
}
