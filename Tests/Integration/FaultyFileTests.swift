import FoundationEssentials
import Kit
import Postgres
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized) struct `Given a faulty file` {
        @Test func `names the lines of an import, and changes nothing`() async throws {
            try await Campus.lending(on: .embedded, services: [.registry]) { campus in
                let installation = campus.installation
                let before = try await installation.database.count("SELECT count(*) FROM registry.unit_v1")
                let units = try installation.file(
                    "more.csv",
                    """
                    code,name,kind,category,parent,from,to
                    b-0201,第二党支部,branch,teacher,g-01,2021-03-01,
                    b-0202,第三党支部,brunch,teacher,g-01,2021-03-01,
                    b-0203,第四党支部,branch,teacher,g-01,1 March,

                    """)
                let members = try installation.file(
                    "sizes.csv", "unit,date,formal,probationary\nb-0201,2021-03-01,-3,0\nb-0202,2021-03-01,3,0\n")

                let outcome = try await installation.guoying("import", units, members, "--wait", "60")

                let lines = outcome.errors.split(separator: "\n")
                #expect(outcome.status == 1)
                #expect(lines.count == 3, "\(outcome.errors)")
                #expect(lines.contains { $0.contains("more.csv:3: kind: ") && $0.contains("branch") })
                #expect(lines.contains { $0.contains("more.csv:4: from: ") && $0.contains("2021-03-01") })
                #expect(lines.contains { $0.contains("sizes.csv:2: formal: ") && $0.contains("number") })
                #expect(try await installation.database.count("SELECT count(*) FROM registry.unit_v1") == before)
            }
        }

        @Test func `names the line that only the register can know to be wrong`() async throws {
            try await Campus.lending(on: .embedded, services: [.registry]) { campus in
                let units = try campus.installation.file(
                    "more.csv",
                    """
                    code,name,kind,category,parent,from,to
                    b-0201,第二党支部,branch,teacher,g-01,2021-03-01,
                    b-0202,第三党支部,branch,teacher,g-09,2021-03-01,

                    """)

                let outcome = try await campus.installation.guoying("import", units, "--wait", "60")

                #expect(outcome.status == 1)
                #expect(outcome.errors.contains("more.csv:3: parent: ") && outcome.errors.contains("g-09"))
                let found = try await campus.installation.database.count(
                    "SELECT count(*) FROM registry.unit_v1 WHERE code LIKE 'b-02%'")
                #expect(found == 0)
            }
        }

        @Test func `names in one go what is wrong in cells and what only the register knows`() async throws {
            try await Campus.lending(on: .embedded, services: [.registry]) { campus in
                let members = try campus.installation.file(
                    "sizes.csv", "unit,date,formal,probationary\nb-0101,2021-03-01,-3,0\nb-0909,2021-03-01,3,0\n")

                let outcome = try await campus.installation.guoying("import", members, "--wait", "60")

                let lines = outcome.errors.split(separator: "\n")
                #expect(outcome.status == 1)
                #expect(lines.count == 2, "\(outcome.errors)")
                #expect(lines.contains { $0.contains("sizes.csv:2: formal: ") && $0.contains("number") })
                #expect(lines.contains { $0.contains("sizes.csv:3: unit: ") && $0.contains("b-0909") })
                let known = try await campus.installation.database.count(
                    "SELECT count(*) FROM registry.member_count_v1 WHERE valid_from = '2021-03-01'")
                #expect(known == 0)
            }
        }

        @Test func `names the line of recipients, and does not start`() async throws {
            try await Campus.lending(on: .embedded, services: []) { campus in
                let installation = campus.installation
                let file = try installation.file(
                    "recipients.yaml",
                    """
                    recipients:
                      - name: office
                        match: {severity: [dreadful]}
                        inbox: {folder: inbox}

                    """)
                installation.set("GUOYING_NOTIFICATION_CONFIG", to: file)

                let outcome = try await Program.run(
                    "\(try TestEnvironment.binaries())/guoying-notification", [],
                    environment: installation.environment(as: "guoying_notification"))

                // A configuration that cannot be: the program is called wrongly.
                #expect(outcome.status == 2)
                #expect(outcome.errors.contains("recipients.yaml:3:24: "), "\(outcome.errors)")
                #expect(outcome.errors.contains("breach, warning, reminder, notice"), "\(outcome.errors)")
            }
        }

        @Test func `names the line of a pack, in the service and on the command line`() async throws {
            try await Campus.lending(on: .embedded, services: []) { campus in
                let installation = campus.installation
                let files = FileManager.default
                let folder = "\(installation.folder)/packs"
                try files.copyItem(atPath: Installation.packs, toPath: folder)
                let path = "\(folder)/hbgyzy-2021.yaml"
                let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                let line = try #require(lines.firstIndex { $0.contains("every: month") }) + 1
                try text.replacing("every: month", with: "every: fortnight", maxReplacements: 1)
                    .write(to: URL(filePath: path), atomically: true, encoding: .utf8)
                installation.set("GUOYING_SUPERVISION_PACKS", to: folder)

                let service = try await Program.run(
                    "\(try TestEnvironment.binaries())/guoying-supervision", [],
                    environment: installation.environment(as: "guoying_supervision"))
                let board = try await installation.guoying("board", "--wait", "0")

                for outcome in [service, board] {
                    #expect(outcome.status == 1)
                    #expect(outcome.errors.contains("hbgyzy-2021.yaml:\(line):"), "\(outcome.errors)")
                    #expect(outcome.errors.contains("fortnight") && outcome.errors.contains("month"))
                }
            }
        }
    }
}
