import FoundationEssentials
import Kit
import Postgres
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized) struct `Given the files of a register` {
        private static let names = ["units", "members", "committees", "posts", "sources", "people"]
        private static let operatorRole = "guoying_operator"

        /// Imports files as an operator.
        private func run(
            _ paths: [String], on installation: Installation, _ options: String..., role: String = Self.operatorRole
        ) async throws -> (status: Int32, output: String, errors: String) {
            try await Program.run(
                "\(try TestEnvironment.binaries())/guoying", ["import"] + paths + options + ["--wait", "60"],
                environment: installation.environment(as: role))
        }

        private func lending(
            services: [Installation.Service] = [.registry], _ body: (Installation) async throws -> Void
        ) async throws {
            try await Installation.lending(on: .embedded, services: [], environment: [:]) { installation in
                let clock = try await installation.guoying("clock", "set", "2021-05-05", role: Self.operatorRole)
                try #require(clock.status == 0, "\(clock.errors)")
                for service in services { try await installation.start(service) }
                try await body(installation)
            }
        }

        @Test func `takes all six in one call, the same in any order, and nothing when they come again`() async throws {
            var registers: [[String]] = []
            for names in [Self.names, Self.names.reversed()] {
                try await self.lending { installation in
                    let paths = try CampusFiles().write(names, for: installation)

                    let first = try await self.run(paths, on: installation)
                    let register = try await CampusFiles.register(of: installation.database)
                    registers.append(register)
                    #expect(first.status == 0, "\(first.errors)")
                    #expect(
                        first.output == """
                            imported: 4 units, 2 counts, 3 committees, 3 posts, 1 source \
                            (13 new, 0 changed, 0 unchanged)
                            imported: 2 contacts (2 new, 0 changed, 0 unchanged)

                            """)
                    // Thirteen rows and two persons whose contacts changed.
                    #expect(
                        try await eventually { try await CampusFiles.changes(in: installation.database) == 15 })

                    let again = try await self.run(paths.reversed(), on: installation)
                    #expect(again.output.contains("(0 new, 0 changed, 13 unchanged)"))
                    #expect(again.output.contains("2 contacts (0 new, 0 changed, 2 unchanged)"))
                    #expect(try await CampusFiles.register(of: installation.database) == register)
                    #expect(try await CampusFiles.changes(in: installation.database) == 15)
                    #expect(
                        try await installation.database.count(
                            "SELECT count(*) FROM registry.due WHERE what = 'contact-changed'") == 0)
                }
            }
            #expect(registers[0] == registers[1])
            #expect(registers[0].count == 15)
            #expect(registers[0].contains { $0.contains("2021-03-31,\"2021-04-01 01:30:00+00\"") })
        }

        @Test func `reads GB18030, and keeps a second row of the same key as a version`() async throws {
            try await self.lending { installation in
                var files = CampusFiles()
                _ = try await self.run(files.write(Self.names, for: installation), on: installation)
                let before = try await CampusFiles.register(of: installation.database)
                files.texts["committees"] = "unit,elected,years,members\nb-0101,2020-01-05,5,5\n"
                let paths = try files.write(["committees"], for: installation) + ["\(installation.folder)/names.csv"]
                // b-0101 is called 党委 from March on.
                let bytes =
                    Array("code,name,kind,category,parent,from,to\r\nb-0101,".utf8) + [0xB5, 0xB3, 0xCE, 0xAF]
                    + Array(",branch,joint,c,2021/3/15,\r\n".utf8)
                try Data(bytes).write(to: URL(filePath: paths[1]))

                let outcome = try await self.run(paths, on: installation, role: "guoying_reader")

                #expect(outcome.output == "imported: 1 unit, 1 committee (0 new, 2 changed, 0 unchanged)\n")
                let after = try await CampusFiles.register(of: installation.database)
                let added = Set(after).subtracting(before)
                #expect(after.count == before.count + 2)
                #expect(added.contains { $0.contains("党委,branch,joint,c") }, "\(added)")
                #expect(added.contains { $0.contains("committee,b-0101,2020-01-05,5,5") }, "\(added)")
            }
        }

        @Test func `only says what would change where it is asked to try`() async throws {
            try await self.lending { installation in
                let paths = try CampusFiles().write(Self.names, for: installation)

                let tried = try await self.run(paths, on: installation, "--dry-run")

                #expect(tried.status == 0, "\(tried.errors)")
                #expect(
                    tried.output == """
                        would import: 4 units, 2 counts, 3 committees, 3 posts, 1 source \
                        (13 new, 0 changed, 0 unchanged); nothing was changed
                        would import: 2 contacts (2 new, 0 changed, 0 unchanged); nothing was changed

                        """)
                #expect(try await CampusFiles.register(of: installation.database).isEmpty)
                #expect(try await CampusFiles.changes(in: installation.database) == 0)

                var files = CampusFiles()
                files.texts["posts"] = "unit,post,person,from,to\nb-9,member,p-1,2021-01-01,\n"
                let faulty = try await self.run(
                    files.write(Self.names, for: installation), on: installation, "--dry-run")
                #expect(faulty.status == 1)
                #expect(faulty.errors.contains("posts.csv:2: unit: "), "\(faulty.errors)")
                #expect(faulty.errors.contains("there is no unit 'b-9'"))
            }
        }

        @Test func `takes none of them where any has a fault, and names the faults of all`() async throws {
            try await self.lending { installation in
                var files = CampusFiles()
                files.texts["people"] = "person,name,mobile,email\np-1,张三,1.38E+10,\np-2,李四,,li\n"
                files.texts["committees"] = "unit,elected,years,members\nb-0101,spring,3,5\n"
                files.texts["posts"] = "unit,post,holder,from,to\n"

                let written = try await self.run(files.write(Self.names, for: installation), on: installation)

                let lines = written.errors.split(separator: "\n")
                #expect(written.status == 1)
                #expect(lines.count == 4, "\(written.errors)")
                #expect(lines.contains { $0.contains("people.csv:2: mobile: ") })
                #expect(lines.contains { $0.contains("people.csv:3: email: ") })
                #expect(lines.contains { $0.contains("committees.csv:2: elected: ") && $0.contains("2021-03-01") })
                #expect(
                    lines.contains {
                        $0.contains("posts.csv:1: posts 的表头")
                            && $0.contains("the header of posts lacks 'person', and has 'holder'")
                    })

                files = CampusFiles()
                files.texts["committees"] = "unit,elected,years,members\nb-9999,2020-01-05,,5\n"
                let judged = try await self.run(files.write(Self.names, for: installation), on: installation)
                #expect(judged.status == 1)
                #expect(judged.errors.contains("committees.csv:2: unit: "), "\(judged.errors)")

                #expect(try await CampusFiles.register(of: installation.database).isEmpty)
                #expect(try await CampusFiles.changes(in: installation.database) == 0)
            }
        }

        @Test func `takes none of them where the role may not keep contacts, and says which may`() async throws {
            try await self.lending { installation in
                let paths = try CampusFiles().write(Self.names, for: installation)

                let refused = try await self.run(paths, on: installation, role: "guoying_reader")

                #expect(refused.status == 1)
                #expect(refused.errors.contains("guoying_operator"), "\(refused.errors)")
                #expect(try await CampusFiles.register(of: installation.database).isEmpty)
                #expect(try await installation.database.count("SELECT count(*) FROM registry.journal") == 0)
            }
        }

        @Test func `answers for any day, as known on any other`() async throws {
            try await self.lending { installation in
                var files = CampusFiles()
                files.texts["units"] = """
                    code,name,kind,category,parent,from,to,recorded
                    c,示例学院党委,committee,,,2018-09-01,,
                    g-01,机电党总支,general-branch,,c,2018-09-01,,
                    b-0101,第一党支部,branch,teacher,g-01,2018-09-01,2021-01-31,
                    b-0101,第一联合党支部,branch,joint,c,2021-03-15,,
                    g-01,机电党支部,branch,teacher,c,2021-04-01,,2021/4/20 9:00

                    """
                files.texts["committees"] =
                    "unit,elected,years,members,recorded\nb-0101,2020-01-05,3,5,2021/4/10 8:00\n"
                let imported = try await self.run(
                    files.write(["committees", "units"], for: installation), on: installation)
                #expect(imported.status == 0, "\(imported.errors)")

                func board(_ asOf: String, knownAt: String) async throws -> String {
                    try await installation.guoying(
                        "board", "--as-of", asOf, "--known-at", knownAt, "--format", "json", "--wait", "0"
                    ).output
                }
                let before = try await board("2020-12-01", knownAt: "2021-05-05")
                let between = try await board("2021-03-01", knownAt: "2021-05-05")
                let after = try await board("2021-05-05", knownAt: "2021-05-05")
                let unknowing = try await board("2021-05-05", knownAt: "2021-04-09")

                // It stands below the general branch, ends, and comes back below the committee.
                #expect(before.contains(#""path":"/c/g-01/b-0101","name":"第一党支部""#), "\(before)")
                #expect(!between.contains("b-0101"), "\(between)")
                #expect(after.contains(#""path":"/c/b-0101","name":"第一联合党支部""#), "\(after)")
                // The general branch has become a branch, which was known three weeks later.
                #expect(between.contains("机电党总支") && unknowing.contains("机电党总支"))
                #expect(after.contains("机电党支部"))
                // The election of 2020 was known from the tenth of April on, whatever day is asked about.
                #expect(before.contains("committee-term") && after.contains("committee-term"))
                #expect(!unknowing.contains("committee-term"), "\(unknowing)")
            }
        }

        @Test func `keeps contacts back until the registry has answered`() async throws {
            try await self.lending(services: []) { installation in
                let paths = try CampusFiles().write(Self.names, for: installation)

                let sent = try await Program.run(
                    "\(try TestEnvironment.binaries())/guoying", ["import"] + paths + ["--wait", "0.2"],
                    environment: installation.environment(as: Self.operatorRole))

                #expect(sent.status == 4)
                #expect(sent.errors.contains("contacts were not changed"), "\(sent.errors)")
                #expect(try await installation.database.count("SELECT count(*) FROM registry.person") == 0)

                try await installation.start(.registry)
                let again = try await self.run(paths, on: installation)
                #expect(again.output.contains("(0 new, 0 changed, 13 unchanged)"), "\(again)")
                #expect(again.output.contains("2 contacts (2 new, 0 changed, 0 unchanged)"))
            }
        }
    }
}
