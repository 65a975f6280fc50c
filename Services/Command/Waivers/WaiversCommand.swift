internal import Domain
internal import Facts
internal import JSON
internal import Pipeline
internal import Postgres
internal import ServiceKit

/// `guoying waivers`.
struct WaiversCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waivers", abstract: "Lists the waivers that were given, the newest last.")

    @OptionGroup var options: ReadingOptions
    @Option(help: "Only those of this unit.") var unit: String?
    @Option(help: "How they are printed.") var format = TextOrJSON.text

    func run() async throws {
        let configuration = try self.options.configuration.load()
        let backlog = try await configuration.connected { connection in
            let backlog = try await Freshness.awaiting(self.options, configuration, on: connection)
            if let unit { _ = try await BoardReader(connection).units(under: UnitCode(rawValue: unit)) }
            let rows = try await connection.run(
                """
                SELECT id, unit, requirement, valid_from, valid_through, basis, signer, recorded, position, revoked,
                    revoked_from, revoked_by, revocation_reason
                FROM supervision.waiver_v1 WHERE \(self.unit)::text IS NULL OR unit = \(self.unit)
                ORDER BY recorded, id
                """)
            let waivers = try rows.map { try ListedWaiver($0) }
            switch self.format {
            case .json: StandardStream.output.write(Self.json(waivers))
            case .text: StandardStream.output.write(Self.text(waivers))
            }
            return backlog
        }
        try backlog.report()
    }

    private static func text(_ waivers: [ListedWaiver]) -> String {
        guard !waivers.isEmpty else { return "no waiver has been given; 'guoying waive' gives one\n" }
        return waivers.map(\.text).joined()
    }

    private static func json(_ waivers: [ListedWaiver]) -> [UInt8] {
        var writer = JSONWriter()
        writer.array { writer in
            for waiver in waivers {
                writer.object { writer in
                    for case (let name, let value?) in waiver.members {
                        writer.key(name)
                        writer.string(value)
                    }
                }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
