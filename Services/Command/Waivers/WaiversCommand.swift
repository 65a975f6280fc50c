internal import Domain
internal import Facts
internal import JSON
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
        try await configuration.connected { connection in
            let rows = try await connection.run(
                """
                SELECT id, unit, requirement, valid_from, valid_through, basis, signer, recorded, position, revoked
                FROM supervision.waiver_v1 WHERE \(self.unit)::text IS NULL OR unit = \(self.unit)
                ORDER BY recorded, id
                """)
            let waivers = try rows.map { try Waiver($0) }
            switch self.format {
            case .json: StandardStream.output.write(Self.json(waivers))
            case .text: StandardStream.output.write(Self.text(waivers))
            }
        }
    }

    private static func text(_ waivers: [Waiver]) -> String {
        guard !waivers.isEmpty else { return "no waiver has been given; 'guoying waive' gives one\n" }
        return waivers.map { waiver in
            let end = waiver.revoked.map { ", revoked on \($0.day)" } ?? ""
            return """
                \(waiver.id)
                  \(waiver.requirement) of \(waiver.unit), \(waiver.period)\(end)
                  \(waiver.basis) (signed by \(waiver.signer), \(waiver.recorded.shortText))

                """
        }.joined()
    }

    private static func json(_ waivers: [Waiver]) -> [UInt8] {
        var writer = JSONWriter()
        writer.array { writer in
            for waiver in waivers {
                writer.object { writer in
                    let members = [
                        ("waiver", waiver.id), ("unit", waiver.unit.rawValue),
                        ("requirement", waiver.requirement.rawValue), ("from", waiver.period.from.description),
                        ("to", waiver.period.through.description), ("basis", waiver.basis),
                        ("signer", waiver.signer.rawValue), ("recorded", waiver.recorded.description),
                        ("revoked", waiver.revoked?.description),
                    ]
                    for case (let name, let value?) in members {
                        writer.key(name)
                        writer.string(value)
                    }
                }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
