import Domain
import Kit

/// A campus on which anything may have happened, in the spring of 2021. Days are few, so that ties are many.
struct RandomCampus {
    private(set) var campus = Campus()
    private var random: SeededGenerator

    init(seed: UInt64) {
        self.random = SeededGenerator(seed: seed)
        self.campus.duties = []
        self.addUnits()
        self.addReporting()
        self.addRecords()
    }

    /// An instant that is likely to matter: a midnight of that spring, or a microsecond beside one.
    mutating func someInstant() -> Instant {
        let midnight = self.someDay().start
        switch Int.random(in: 0..<6, using: &self.random) {
        case 0: return midnight
        case 1: return midnight.next
        case 2: return Instant(microseconds: midnight.microseconds - 1)
        default: return midnight.adding(seconds: .random(in: 0..<86_400, using: &self.random))
        }
    }

    private mutating func someDay() -> Day {
        guard self.random.oneIn(3) else {
            return day("2021-02-20").adding(days: .random(in: 0..<110, using: &self.random))
        }
        let likely = ["2021-03-01", "2021-03-31", "2021-04-01", "2021-04-24", "2021-04-30", "2021-05-01", "2021-05-04"]
        return day(likely.randomElement(using: &self.random) ?? "2021-05-01")
    }

    private mutating func addUnits() {
        for _ in 0..<Int.random(in: 0..<3, using: &self.random) {
            let from = self.someDay()
            let through = self.random.oneIn(3) ? self.someDay() : nil
            self.campus.unit(
                self.random.oneIn(4) ? "g-02" : "b-0103", self.random.oneIn(4) ? .group : .branch,
                above: self.random.oneIn(2) ? "c" : "g-02", from: from.description,
                through: through.map { max(from, $0).description },
                recorded: self.random.oneIn(2) ? self.someInstant().description : nil)
        }
    }

    private mutating func addReporting() {
        let sources: [SourceName] = ["/app", "/oa"]
        let units: [UnitCode] = ["c", "g-02", "b-0103", "g-99"]
        for _ in 0..<Int.random(in: 0..<4, using: &self.random) {
            self.campus.reports(
                sources.randomElement(using: &self.random) ?? "/oa",
                for: units.randomElement(using: &self.random) ?? "c",
                kinds: self.random.oneIn(4) ? [.report] : [.themeDay, .report],
                from: self.random.oneIn(4) ? self.someDay().description : nil,
                through: self.random.oneIn(6) ? self.someDay().description : nil,
                recorded: self.random.oneIn(3) ? self.someInstant().description : nil)
        }
        for _ in 0..<Int.random(in: 0..<7, using: &self.random) {
            self.campus.watermark(
                until: self.someInstant().description, from: sources.randomElement(using: &self.random) ?? "/oa",
                unit: self.random.oneIn(3) ? units.randomElement(using: &self.random) : nil,
                kinds: self.random.oneIn(4) ? [.report] : nil, recorded: self.someInstant().description)
        }
    }

    private mutating func addRecords() {
        let minutes: [[Int?]?] = [nil, [60, 60, nil], [50, 50, 50], [60, 49, 60], [60, 60, 60]]
        let states: [RecordState] = [.held, .held, .held, .held, .retracted, .elsewhere]
        for _ in 0..<Int.random(in: 0..<7, using: &self.random) {
            self.campus.held(
                self.someInstant().description, record: .random(in: 0..<4, using: &self.random),
                minutes.randomElement(using: &self.random) ?? nil, recorded: self.someInstant().description,
                state: states.randomElement(using: &self.random) ?? .held,
                kind: self.random.oneIn(6) ? .report : .themeDay)
        }
        if self.random.oneIn(4) {
            self.campus.refused(
                self.someInstant().description, code: self.random.oneIn(3) ? "privacy" : "schema",
                recorded: self.someInstant().description,
                ended: self.random.oneIn(3) ? self.someInstant().description : nil)
        }
    }
}

/// The same facts in another order.
extension Campus {
    func shuffled(using random: inout SeededGenerator) -> Campus {
        var copy = self
        copy.units.shuffle(using: &random)
        copy.counts.shuffle(using: &random)
        copy.duties.shuffle(using: &random)
        copy.watermarks.shuffle(using: &random)
        copy.records.shuffle(using: &random)
        copy.deadLetters.shuffle(using: &random)
        return copy
    }
}
