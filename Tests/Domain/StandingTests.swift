import Domain
import Kit
import Testing

@Suite(.timeLimit(.minutes(1))) struct `What stands of a unit after only some of its duties were judged` {
    @Test(arguments: 0..<8)
    func `is what judging all of them says, whatever was told in whatever order`(part: UInt64) {
        for seed in (part * 200)..<(part * 200 + 200) {
            var world = RandomCampus(seed: seed)
            var told = Told(all: world.campus)
            var standing = Standing(requirement: world.requirement)
            var instants = (0..<10).map { _ in world.someInstant() }
            instants.sort()
            for now in instants {
                standing.take(told.until(now))

                standing.judge(told.campus, at: now)

                let facts = told.campus.facts
                let eve = standing.nextChange.map { Instant(microseconds: $0.microseconds - 1) } ?? at("2121-01-01")
                for instant in [now, eve] {
                    let whole = Finding.all(of: world.requirement, facts, at: instant).findings
                    #expect(standing.findings == whole, "seed \(seed), \(world.requirement.id) at \(instant)")
                }
            }
        }
    }

    @Test func `rests on the records of few days`() {
        var campus = Campus()
        for year in 2021...2025 {
            for month in 1...12 { campus.held("\(year)-\(month < 10 ? "0" : "")\(month)-09T14:30") }
        }
        let now = at("2025-12-10T09:00")

        let days = campus.facts.with([], []).days(
            toJudge: Requirement.ten, since: at("2025-12-09T09:00"),
            told: Requirement.themeDay.days(about: .themeDay, on: day("2025-12-09")), now: now)

        // The quarter's meeting of members is still open.
        #expect(days?.description == "2025-10-01 to 2025-12-31")
    }
}

/// What is told of a campus, in the order in which it is told: each fact at the instant at which it became known, or a
/// little before or after.
private struct Told {
    private let all: Campus
    private(set) var campus: Campus
    private var next = 0
    private var random = SeededGenerator(seed: 7)

    init(all: Campus) {
        self.all = all
        self.campus = all
        self.campus.records = []
        self.campus.deadLetters = []
        self.campus.waivers = []
        self.campus.watermarks = []
        self.campus.counts = []
        self.campus.committees = []
    }

    /// What was told up to an instant since this was asked last.
    mutating func until(_ now: Instant) -> [Telling] {
        var tellings: [Telling] = []
        func isTold(_ recorded: Instant, _ place: Int) -> Bool {
            // Some things are told before the instant that they name, some after.
            let late: Int64 = [0, 0, -600, 86_400 * 9][place % 4]
            return recorded.adding(seconds: late) <= now
        }
        func take<Fact: Hashable>(
            _ path: WritableKeyPath<Campus, [Fact]>, _ recorded: (Fact) -> Instant, _ telling: (Fact) -> Telling
        ) {
            for (place, fact) in self.all[keyPath: path].enumerated() where isTold(recorded(fact), place) {
                guard !self.campus[keyPath: path].contains(fact) else { continue }
                tellings.append(telling(fact))
                self.campus[keyPath: path].append(fact)
            }
        }
        take(\.records, \.recorded) { record in
            let isFirst = !self.campus.records.contains { $0.record == record.record }
            return isFirst && record.state == .held ? .about(record.kind, record.started.day) : .anything
        }
        take(\.deadLetters, \.recorded) { .about($0.kind, $0.at.day) }
        take(\.waivers, \.recorded) { _ in .anything }
        take(\.watermarks, \.recorded) { _ in .anything }
        take(\.counts, \.recorded) { _ in .anything }
        take(\.committees, \.recorded) { _ in .anything }
        return tellings
    }
}

private enum Telling {
    case about(ActivityKind, Day)
    case anything
}

/// What is remembered of a unit between one judgement and the next.
private struct Standing {
    let requirement: Requirement
    private(set) var findings: [DutyName: Finding] = [:]
    private(set) var nextChange: Instant?
    /// As of when it was judged last; none where everything is to be judged.
    private var last: Instant?
    private var told: Period?

    init(requirement: Requirement) { self.requirement = requirement }

    mutating func take(_ tellings: [Telling]) {
        for telling in tellings {
            switch telling {
            case .anything: self.last = nil
            case .about(let kind, let day):
                guard let days = self.requirement.days(about: kind, on: day) else { continue }
                self.told = self.told?.joined(with: days) ?? days
            }
        }
    }

    mutating func judge(_ campus: Campus, at now: Instant) {
        let days = self.last.flatMap { last in
            campus.facts.with([], []).days(toJudge: [self.requirement], since: last, told: self.told, now: now)
        }
        let facts = days.map { campus.facts(of: $0) } ?? campus.facts
        let found = Finding.all(of: self.requirement, facts, at: now, among: days)
        if days == nil { self.findings = [:] }
        self.findings.merge(found.findings) { _, new in new }
        self.nextChange = found.nextChange
        self.last = now
        self.told = facts.days(ahead: [self.requirement], of: now)
    }
}

extension Campus {
    /// All that is known of the unit, but of records and letters only what has to do with some days.
    fileprivate func facts(of days: Period) -> UnitFacts {
        let places = Set(self.records.filter { days.contains($0.started) }.map(\.record))
        return self.facts.with(
            self.records.filter { places.contains($0.record) }, self.deadLetters.filter { days.contains($0.at) })
    }
}

extension Finding {
    fileprivate static func all(
        of requirement: Requirement, _ facts: UnitFacts, at now: Instant, among days: Period? = nil
    ) -> (findings: [DutyName: Finding], nextChange: Instant?) {
        let cell = evaluate(requirement, facts, asOf: now, knownAt: now, among: days)
        let findings = cell?.findings(requirement.criterion).map { ($0.name, $0.finding) } ?? []
        return (
            Dictionary(findings) { $1 },
            [cell?.nextChange, facts.nextEffect(after: now)].compactMap { $0 }.min()
        )
    }
}
