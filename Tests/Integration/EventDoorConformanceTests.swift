import FoundationEssentials
import Kit
import Messages
import Postgres
import Testing

extension `The whole` {
    /// Schemathesis reads what `guoying contract` says of the door, and sends what fits it, and what does not.
    @Suite(.inTurn, .serialized) struct `Answers over HTTP as its OpenAPI document says` {
        /// What is looked for in every answer.
        private static let checks = [
            "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
            "response_schema_conformance",
        ]

        /// How the document says what the source of an event may be.
        private static let anySource =
            #""source":{"type":"string","minLength":1,"maxLength":\#(Limits.attributeBytes)}"#

        @Test func `whatever a foreign client makes of it, and takes nothing that the intake cannot read`()
            async throws
        {
            try await OpenDoor.lending(on: .mostReal, rate: "100000") { door in
                let installation = door.campus.installation
                let contract = try await installation.guoying("contract", "\(installation.folder)/contract")
                try #require(contract.status == 0, "\(contract.errors)")
                // Of any source it would be refused before anything else is looked at.
                let document = URL(filePath: "\(installation.folder)/contract/openapi.json")
                let any = try String(contentsOf: document, encoding: .utf8)
                let own = any.replacing(Self.anySource, with: #""source":{"const":"\#(OutsideEvent.source)"}"#)
                try #require(own != any)
                try own.write(to: document, atomically: true, encoding: .utf8)

                let outcome = try await Self.schemathesis(
                    [
                        "run", "contract/openapi.json", "--url", "\(door.url.dropLast("/events".count))",
                        "--header", "Authorization: Bearer \(OpenDoor.token)",
                        "--header", "ce-source: \(OutsideEvent.source)",
                        "--checks", Self.checks.joined(separator: ","), "--continue-on-failure",
                        "--phases", "fuzzing", "--max-examples", "300", "--seed", "2021",
                        "--generation-database", "none", "--suppress-health-check", "all",
                    ], in: installation.folder)

                #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
                let metrics = try await installation.get("/metrics", of: .activity).text
                let counts = try PrometheusText.parse(metrics)["guoying_http_events_total"]?.samples ?? []
                let pairs = counts.map { ($0.labels["status"] ?? "", Int64($0.value)) }
                let answered = Dictionary(uniqueKeysWithValues: pairs)
                let taken = answered["202"] ?? 0
                #expect(taken > 0 && (answered["400"] ?? 0) > 0, "\(answered)")
                let isRead = try await eventually(within: .seconds(60)) {
                    try await door.campus.intake().events == taken
                }
                let intake = try await door.campus.intake()
                #expect(isRead && intake.addsUp, "\(taken) taken over HTTP, \(intake)")
                // Of one id it makes many events, of which the intake takes the first.
                let codes: [String] = try await installation.database.run(
                    "SELECT DISTINCT code FROM activity.dead_letter_v1 WHERE code <> 'conflicting-duplicate'"
                ).decode("code")
                #expect(codes.isEmpty)
            }
        }

        private static func schemathesis(
            _ arguments: [String], in folder: String
        ) async throws -> (status: Int32, output: String, errors: String) {
            guard let python = TestEnvironment.python else {
                throw TestEnvironment.Missing(
                    description: "GUOYING_TEST_PYTHON is not set; run the tests by deploy/dev test")
            }
            let inFolder = ["-c", "cd \"$0\" && exec \"$@\"", folder, python, "-m", "schemathesis.cli", "--no-color"]
            return try await Program.run("/bin/sh", inFolder + arguments)
        }
    }
}
