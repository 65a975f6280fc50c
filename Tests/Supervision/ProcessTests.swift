import Domain
import Facts
import Kafka
import Kit
import Messages
import Postgres
import ServiceKit
import Testing

@testable import Supervision

@Suite(.timeLimit(.minutes(2)))
struct `The process` {
    /// A process of supervision on a rehearsal of 5 May 2021, and owners who publish what they write.
    private struct World: Sendable {
        let installation: Installation
        let owners: Owners
        private let producer: Producer

        init(_ installation: Installation) throws {
            self.installation = installation
            self.owners = try Owners(
                installation.database, topics: installation.broker.topics,
                clock: ManualClock(at("2021-05-05").microseconds))
            self.producer = try Producer(settings: installation.broker.settings)
        }

        func publish() async throws {
            for outcome in await self.producer.send(try await self.owners.newRecords(for: "c1")) {
                _ = try outcome.get()
            }
        }

        func close() async {
            await self.producer.close(within: .seconds(5))
            self.owners.close()
        }

        /// Waits until exactly these alerts have been published.
        func expect(_ alerts: [String], at location: SourceLocation = #_sourceLocation) async throws {
            _ = try await eventually(within: .seconds(40)) { try await self.alerts() == alerts }
            let found = try await self.alerts()
            let log = await self.installation.log(of: .supervision)
            #expect(found == alerts, "\(log)", sourceLocation: location)
        }

        /// What the alerts about duties that were published say: version, status, verdict and window.
        func alerts() async throws -> [String] {
            let topic = self.installation.broker.topics.supervisionAlerts
            return try await self.installation.broker.records(of: topic).compactMap { record in
                let data = try Document(String(decoding: record.valueBytes ?? [], as: UTF8.self))
                guard data["requirement"] != nil else { return nil }
                let headers = Dictionary(record.headers.map { ($0.name, $0.value ?? []) }) { first, _ in first }
                let version = String(decoding: headers["alert-version"] ?? [], as: UTF8.self)
                #expect(data["version"] == version)
                return "v\(version) \(data["status"] ?? "") \(data["verdict"] ?? "") \(data["window"] ?? "")"
            }
        }
    }

    private func lending(on broker: TestBroker, _ body: (World) async throws -> Void) async throws {
        try await Installation.lending(
            on: broker, services: [], environment: ["GUOYING_GO_LIVE": "2021-04-01"]
        ) { installation in
            _ = try await installation.database.run("SELECT registry.set_clock(\(at("2021-05-05")))")
            let world = try World(installation)
            try await world.owners.foundCampus()
            try await body(world)
            await world.close()
        }
    }

    @Test(arguments: TestBroker.available)
    func `raises what a watermark shows to be missing, and resolves it after a restart`(broker: TestBroker) async throws
    {
        try await self.lending(on: broker) { world in
            let window = #"{"from":"2021-04-01","to":"2021-04-30"}"#
            try await world.installation.start(.supervision)

            try await world.owners.watermark("w-1", until: "2021-05-05")
            try await world.publish()
            try await world.expect(["v1 raised not-met \(window)"])

            await world.installation.kill(.supervision)
            try await world.owners.themeDay("april", at: "b-1", on: "2021-04-20T14:30:00+08:00")
            try await world.publish()
            try await world.installation.start(.supervision)
            try await world.expect(["v1 raised not-met \(window)", "v2 resolved met \(window)"])
            #expect(await world.installation.stop(.supervision) == 0)
        }
    }

    @Test func `says what it needs and stops where there are no packs`() async throws {
        let program = "\(try TestEnvironment.binaries())/guoying-supervision"

        let (status, _, errors) = try await Program.run(
            program, [], environment: ["GUOYING_SUPERVISION_PACKS": "/nowhere"])
        let help = try await Program.run(program, ["--help"])

        #expect(status == 1)
        #expect(errors.contains("/nowhere"))
        #expect(help.status == 0 && help.output.contains("GUOYING_SUPERVISION_PACK"))
    }
}
