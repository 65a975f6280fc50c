internal import Domain
internal import Facts
internal import Kafka
internal import Messages
internal import Pipeline
internal import Postgres
internal import Schemas
internal import ServiceKit

/// `guoying verify`: whether everything is as it was journalled.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Proves that journals, verdicts and tables are as they were journalled.",
        discussion: """
            Follows the chain of every lane of every journal over the digests of its entries, judges the verdicts that \
            stand again at the positions and as of the instants that they were computed at, and compares what lies \
            newest on the topics. --rebuild also computes the tables of the register, of records, letters, watermarks, \
            verdicts, alerts and waivers anew from the journals and compares them row by row; it writes nothing. One \
            line says of each discrepancy where it is, what was found and what was expected, of the first hundred in \
            journals, topics, verdicts and tables each; what to do follows. It reads one state of the database and \
            may run beside the services, which go on.

            Ends with 0 where all is as journalled, with 1 where something is not, with 3 where the brokers could not \
            be reached and nothing else is wrong.
            """)

    @OptionGroup var configuration: ConfigurationOptions
    @Option(help: "Only the lanes that bear on this unit, and its verdicts.") var unit: String?
    @Flag(help: "Every verdict that was ever journalled, not only the last of each duty.") var all = false
    @Flag(help: "Computes the tables anew from the journals too, and compares them.") var rebuild = false
    @Option(help: "What it looks like.") var format: TextOrJSON = .text

    func run() async throws {
        guard !self.rebuild || self.unit == nil else {
            throw ValidationError("--rebuild compares whole tables; leave --unit out")
        }
        let configuration = try self.configuration.load()
        let settings = try configuration.kafkaSettings()
        let progress = ProgressLine(.error)
        defer { progress.clear() }
        let clock = ContinuousClock()
        let begun = clock.now
        var report = try await configuration.connected { connection in
            var report = try await self.report(configuration, on: connection, progress)
            progress.show("comparing the topics")
            do {
                var audit = TopicAudit(settings, on: connection)
                for schema in Database.all { try await audit.run(schema.name) }
                report.topics = audit.topics
                report.found.append(contentsOf: audit.found)
            } catch let error as KafkaError {
                report.unreachable = error
            }
            return report
        }
        report.duration = clock.now - begun
        progress.clear()
        switch self.format {
        case .text: StandardStream.output.write(report.text)
        case .json: StandardStream.output.write(report.json)
        }
        if let error = report.unreachable {
            StandardStream.error.write("guoying: the topics were not compared: \(error)\n")
        }
        if report.found.count > 0 { throw ExitCode.failure }
        if report.unreachable != nil { throw ExitCode.unreachable }
    }

    /// All but the topics, as of one state of the database.
    private func report(
        _ configuration: Configuration, on connection: Connection, _ progress: ProgressLine
    ) async throws -> VerifyReport {
        try await connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        // A table is put into the order of its journal before its first row comes.
        try await connection.run("SET LOCAL statement_timeout = 0")
        // Instants that are read as text are to have whole offsets, whatever the server's zone had a century ago.
        try await connection.run("SET LOCAL TIME ZONE 'UTC'")
        let unit = self.unit.map { UnitCode(rawValue: $0) }
        if let unit, try await FactsReader(connection).units(under: unit).isEmpty {
            throw CommandFailure("the register has no unit '\(unit)'")
        }
        let lanes = self.lanes(of: unit)
        try await self.requireOperator(on: connection)
        var report = VerifyReport()
        for schema in Database.all {
            var audit = JournalAudit(JournalReader(schema.name, on: connection), progress: progress)
            try await audit.run(lanes)
            report.entries += audit.entries
            report.lanes += audit.lanes
            report.found.append(contentsOf: audit.found)
        }
        var verdicts = VerdictAudit(
            self.all ? .all : .standing, of: unit, by: try configuration.packFolder(), on: connection)
        try await verdicts.run(lanes, progress: progress)
        report.verdicts = verdicts.count
        report.unjudged = verdicts.unjudged
        report.found.append(contentsOf: verdicts.found)
        if self.rebuild {
            var rebuild = Rebuild(on: connection, progress: progress)
            try await rebuild.run()
            report.rebuilt = (rebuild.rows, rebuild.tables)
            report.found.append(contentsOf: rebuild.found)
        }
        try await connection.run("COMMIT")
        return report
    }

    /// What others sent is shown whole to no other role, and its digest neither.
    private func requireOperator(on connection: Connection) async throws {
        let rows = try await connection.run("SELECT pg_has_role(\(Database.operatorRole), 'MEMBER') AS may")
        guard try rows[0].decode("may", as: Bool.self) else {
            throw CommandFailure(
                "verify reads what others sent, which is for whoever logs in with the role \(Database.operatorRole)")
        }
    }

    /// The lanes in which something lies that bears on a unit: its own, and the first, which holds all that bears on
    /// many.
    private func lanes(of unit: UnitCode?) -> [Int] {
        guard let unit else { return Array(0..<Lane.count) }
        return Set([0, Lane.index(ofUnit: unit.rawValue)]).sorted()
    }
}
