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

        /// Publishes what the owners have written, and has activity follow the register.
        func publish() async throws {
            let broker = self.installation.broker
            let admin = Admin(settings: broker.settings)
            let cluster = try await admin.clusterID()
            for outcome in await self.producer.send(try await self.owners.newRecords(for: cluster)) {
                _ = try outcome.get()
            }
            let topic = broker.topics.registryJournal.name
            let end = try await admin.ends(of: topic)[0]?.high ?? 0
            _ = try await self.installation.database.run(
                """
                INSERT INTO activity.position (cluster, topic, partition, epoch, position, owner)
                VALUES (\(cluster), \(topic), 0, 1, \(end), 'test')
                ON CONFLICT (cluster, topic, partition) DO UPDATE SET position = excluded.position
                """)
        }

        func close() async {
            await self.producer.close(within: .seconds(5))
            self.owners.close()
        }

        /// Waits until exactly these alerts have been published.
        func expect(_ alerts: [String], at location: SourceLocation = #_sourceLocation) async throws {
            // A partition that was made a moment ago may still look for its leader.
            _ = try await eventually(within: .seconds(40)) { (try? await self.alerts()) == alerts }
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

    @Test func `judges what the other services have taken in`() async throws {
        try await Installation.lending(
            on: .embedded, services: [], environment: ["GUOYING_GO_LIVE": "2021-04-01"]
        ) { installation in
            _ = try await installation.database.run("SELECT registry.set_clock(\(at("2021-05-05")))")
            for service in [Installation.Service.registry, .activity, .supervision] {
                try await installation.start(service)
            }
            let units = try installation.file(
                "units.csv",
                "code,name,kind,category,parent,from,to\nc,C,committee,,,2020-01-01,\n"
                    + "b-1,B1,branch,teacher,c,2020-01-01,\nb-2,B2,branch,teacher,c,2020-01-01,\n")
            let sources = try installation.file(
                "sources.csv", "source,name,owner,unit,kinds,every\n/campus/oa,OA,office@c,c,theme-day,P1D\n")
            let events = try installation.file("events.jsonl", Self.season)

            let imported = try await installation.guoying("import", units, sources)
            let sent = try await installation.guoying("intake", "send", events)

            #expect(imported.status == 0, "\(imported.errors)")
            #expect(sent.status == 0, "\(sent.errors)")
            let expected = [
                "b-1 2021-03-01 met", "b-1 2021-04-01 met", "b-2 2021-03-01 not-met", "b-2 2021-04-01 not-met",
            ]
            var found: [String] = []
            _ = try await eventually(within: .seconds(60)) {
                found = try await installation.database.run(
                    """
                    SELECT unit || ' ' || window_from || ' ' || verdict AS line FROM supervision.verdict
                    WHERE requirement = 'theme-day' AND window_from < '2021-05-01' ORDER BY 1
                    """
                ).decode("line")
                return found == expected
            }
            #expect(found == expected)
            var alerts: [String] = []
            _ = try await eventually {
                alerts = try await installation.database.run(
                    """
                    SELECT unit || ' ' || window_from AS line FROM supervision.alert
                    WHERE requirement = 'theme-day' AND status <> 'resolved'
                    """
                ).decode("line")
                return alerts == ["b-2 2021-04-01"]
            }
            #expect(alerts == ["b-2 2021-04-01"])
        }
    }

    /// Two theme days of `b-1`, none of `b-2`, and the source's word that this is all.
    private static let season: String = {
        let segments = ["study", "exchange", "practice"].map { #"{"part":"\#($0)","minutes":60}"# }
        let held = ["2021-03-09", "2021-04-09"].map { day in
            #"{"specversion":"1.0","type":"guoying.activity.held.v1","source":"/campus/oa","id":"\#(day)","#
                + #""time":"\#(day)T17:00:00+08:00","recordedtime":"\#(day)T18:00:00+08:00","data":{"unit":"b-1","#
                + #""kind":"theme-day","startedAt":"\#(day)T14:30:00+08:00","#
                + #""segments":[\#(segments.joined(separator: ","))]}}"#
        }
        let watermark =
            #"{"specversion":"1.0","type":"guoying.activity.watermark.v1","source":"/campus/oa","id":"w","#
            + #""time":"2021-05-04T18:00:00+08:00","recordedtime":"2021-05-04T18:00:00+08:00","#
            + #""data":{"until":"2021-05-04T00:00:00+08:00"}}"#
        return (held + [watermark]).joined(separator: "\n") + "\n"
    }()

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
