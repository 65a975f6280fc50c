import Kit
import Messages
import Postgres
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized) struct `A refused record` {
        @Test(arguments: TestBroker.available)
        func `keeps a verdict unknown until its letter is dismissed`(broker: TestBroker) async throws {
            let services: [Installation.Service] = [.registry, .activity, .supervision]
            try await Campus.lending(on: broker, services: services) { campus in
                let installation = campus.installation
                var broken = OutsideEvent.themeDay("broken", of: "b-0101")
                broken.data["segments"] = .string("three hours")
                try await installation.publishWithKcat(.watermark("w-1"))
                #expect(try await eventually(within: .seconds(60)) { try await campus.verdict() == "not-met" })

                try await installation.publishWithKcat(broken)

                #expect(try await campus.cell() == "unknown dead-letter")
                #expect(try await eventually(within: .seconds(60)) { try await campus.verdict() == "unknown" })
                let list = try await installation.guoying("dlq", "list", "--format", "json", "--wait", "60")
                let number = try #require(try JSONValue(list.output)["deadLetters"]?.elements[0]["letter"]?.string)
                let shown = try await installation.guoying("dlq", "show", number, "--wait", "60")
                #expect(shown.status == 0)
                for text in ["data.segments", "/campus/oa", "b-0101", "three hours"] {
                    #expect(shown.output.contains(text), "\(shown.output)")
                }

                let dismissed = try await installation.guoying(
                    "dlq", "dismiss", number, "--reason", "a record of a rehearsal", "--actor", "p-17", "--wait", "60")

                #expect(dismissed.status == 0, "\(dismissed.errors)")
                #expect(dismissed.output == "dismissed \(number)\n")
                #expect(try await campus.cell() == "not-met")
                let ended = try await installation.guoying("dlq", "show", number, "--wait", "60")
                #expect(ended.output.contains(#/dismissed +2021-05-0\S+ by p-17: a record of a rehearsal\n/#))
                #expect(try await eventually(within: .seconds(60)) { try await campus.verdict() == "not-met" })
                let again = try await installation.guoying(
                    "dlq", "dismiss", number, "--reason", "a record of a rehearsal", "--wait", "60")
                #expect(again.status == 1)
                #expect(again.errors.contains("处理完毕") && again.errors.contains("was dealt with at"))
                let unknown = try await installation.guoying(
                    "dlq", "dismiss", "0-999999", "--reason", "no such letter", "--wait", "60", "--language", "en")
                #expect(unknown.status == 1)
                #expect(unknown.errors.hasPrefix("guoying dlq dismiss: There is no dead letter"), "\(unknown.errors)")
                #expect(unknown.errors.contains("There is no dead letter 0-999999"), "\(unknown.errors)")
            }
        }

        @Test func `has its dismissal carried out later where the service does not run`() async throws {
            try await Campus.lending(on: .embedded, services: []) { campus in
                let late = try await campus.installation.guoying(
                    "dlq", "dismiss", "3-1", "--reason", "why", "--wait", "0.2")

                #expect(late.status == 4)
                #expect(late.errors.contains("once the service runs"), "\(late.errors)")
            }
        }
    }
}

extension Campus {
    /// What the command line says of the theme day of April in the first branch.
    fileprivate func cell() async throws -> String {
        let outcome = try await self.installation.guoying(
            "board", "--unit", "b-0101", "--windows", "--format", "json", "--wait", "60")
        let cells = try JSONValue(outcome.output)["units"]?.elements.first?["cells"]?.elements ?? []
        let windows = cells.first { $0["requirement"]?.string == "theme-day" }?["windows"]?.elements ?? []
        let april = windows.first { $0["from"]?.string == "2021-04-01" }
        return [april?["verdict"]?.string, april?["reason"]?.string].compactMap { $0 }.joined(separator: " ")
    }

    /// The verdict that supervision has stored of it.
    fileprivate func verdict() async throws -> String? {
        let rows = try await self.installation.database.run(
            """
            SELECT verdict FROM supervision.verdict
            WHERE unit = 'b-0101' AND requirement = 'theme-day' AND window_from = '2021-04-01'
            """)
        return try rows.first?.decode("verdict")
    }
}
