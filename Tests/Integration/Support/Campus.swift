import FoundationEssentials
import Kit
import Messages
import Postgres
import Testing

/// A small college on a rehearsal of 5 May 2021: a committee, a general branch and its branches, and the source
/// `/campus/oa`, which reports on all of them.
struct Campus {
    let installation: Installation

    /// Lends an installation on which the clock is set, services run and the register is imported.
    ///
    /// - Parameters:
    ///   - day: Where the rehearsal begins.
    ///   - services: What is started.
    ///   - branches: The branches that the register has.
    ///   - preparing: Adds to the installation before anything is started.
    static func lending(
        on broker: TestBroker, day: String = "2021-05-05",
        services: [Installation.Service] = Installation.Service.allCases,
        branches: [String] = Self.branches,
        preparing: @Sendable (Installation) async throws -> Void = { _ in },
        _ body: @Sendable (Campus) async throws -> Void
    ) async throws {
        try await Installation.lending(on: broker, services: [], environment: Self.environment) { installation in
            let campus = try await Campus.opening(
                installation, day: day, services: services, branches: branches, preparing: preparing)
            try await body(campus)
        }
    }

    /// The same on servers of its own.
    static func lending(
        on servers: Servers, services: [Installation.Service],
        preparing: @Sendable (Installation) async throws -> Void = { _ in },
        _ body: @Sendable (Campus) async throws -> Void
    ) async throws {
        let database = try await ScratchDatabase.made(on: servers.database)
        let broker = try await LentBroker.making(Topics(), at: servers.broker)
        try await Installation.lending(database, broker, environment: Self.environment) { installation in
            try await body(try await Campus.opening(installation, services: services, preparing: preparing))
        }
    }

    private static let environment = ["GUOYING_GO_LIVE": "2021-03-01"]

    private static func opening(
        _ installation: Installation, day: String = "2021-05-05", services: [Installation.Service],
        branches: [String] = Self.branches, preparing: @Sendable (Installation) async throws -> Void
    ) async throws -> Campus {
        let campus = Campus(installation: installation)
        try await campus.setClock(day)
        try await preparing(installation)
        for service in services { try await installation.start(service) }
        if services.contains(.registry) { try await campus.register(branches) }
        return campus
    }

    private static let branches = ["b-0101", "b-0102", "b-0103"]

    /// The header row of the file of units.
    static let unitColumns = "code,name,kind,category,parent,from,to"

    /// Sets the rehearsal clock.
    func setClock(_ day: String) async throws {
        let outcome = try await self.installation.guoying("clock", "set", day, role: "guoying_operator")
        try #require(outcome.status == 0, "guoying clock set: \(outcome.errors)")
    }

    /// Imports files of the register, given by their names and their lines.
    @discardableResult func register(
        _ files: [(name: String, lines: [String])], wait: String = "60"
    ) async throws -> Int32 {
        let paths = try files.map {
            try self.installation.file("\($0.name).csv", $0.lines.joined(separator: "\n") + "\n")
        }
        let outcome = try await self.installation.guoying(["import"] + paths + ["--wait", wait])
        return outcome.status
    }

    /// Imports branches with their sizes, and what stands above them.
    func register(_ branches: [String]) async throws {
        let rows = branches.map { "\($0),党支部 \($0),branch,teacher,g-01,2000-01-01," }
        let units = try self.installation.file(
            "units.csv",
            """
            code,name,kind,category,parent,from,to
            c,示例学院党委,committee,,,2000-01-01,
            g-01,机电工程学院党总支,general-branch,,c,2000-01-01,
            \(rows.joined(separator: "\n"))

            """)
        let members = try self.installation.file(
            "members.csv",
            "unit,date,formal,probationary\n" + branches.map { "\($0),2021-01-01,30,2\n" }.joined())
        let sources = try self.installation.file(
            "sources.csv",
            "source,name,owner,unit,kinds,every\n/campus/oa,办公系统,office@c,c,theme-day,P7D\n")
        let outcome = try await self.installation.guoying("import", units, members, sources, "--wait", "60")
        try #require(outcome.status == 0, "guoying import: \(outcome.errors)")
    }

    /// Sends theme days of the first branch, all in one batch to the first partition.
    func send(_ ids: [String], compression: String = "none") async throws {
        try await self.installation.send(
            ids.map { (OutsideEvent.themeDay($0, of: "b-0101"), 0) }, compression: compression)
    }

    /// The ids of the records that are held, each as often as it is.
    func heldEvents() async throws -> [String] {
        try await self.installation.database.run("SELECT id FROM activity.record_v1 ORDER BY id").decode("id")
    }

    /// What the intake adds up to.
    func intake() async throws -> IntakeCount {
        try IntakeCount(
            try await self.installation.database.run(
                """
                SELECT taken, applied, duplicate, refused, parked, (
                    SELECT coalesce(sum(taken), 0)::bigint FROM activity.position_v1
                    WHERE topic = \(self.installation.broker.topics.activityIntake.name)) AS events
                FROM activity.intake_v1
                """))
    }
}
