import Domain
import Kit
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Whatever has happened, a verdict` {
    /// How many campuses each property is tried on, a tenth of them for each requirement.
    private let seeds: Range<UInt64> = 0..<2_000

    @Test func `is what the rules say, read once more and slowly`() {
        var all: [RequirementID: Set<String>] = [:]
        for seed in self.seeds {
            var world = RandomCampus(seed: seed)
            let id = world.requirement.id
            let (asOf, knownAt) = world.someView()
            let oracle = Oracle(campus: world.campus, asOf: asOf, knownAt: knownAt).answers(id)

            let cell = evaluate(world.requirement, world.campus.facts, asOf: asOf, knownAt: knownAt)

            #expect(cell?.answers == oracle, "seed \(seed), \(id) as of \(asOf), known at \(knownAt)")
            all[id, default: []].formUnion(
                oracle?.values.map { $0.replacing("/app", with: "").replacing("/oa", with: "") } ?? ["no cell"])
        }

        // The random campuses have led to every answer there is.
        let always: Set = ["met", "not-applicable", "waived", "no cell"]
        let windows = always.union(["met filed-late", "open", "due-soon", "not-met"])
        let reported = windows.union(["unknown filing", "unknown behind:", "unknown no-source", "unknown dead-letter"])
        #expect(all["theme-day"] == reported.union(["unknown detail-missing"]))
        #expect(all["members-meeting"] == reported.union(["unknown detail-missing"]))
        #expect(all["committee-meeting"] == reported.union(["unknown detail-missing"]))
        #expect(all["group-meeting"] == reported)
        #expect(all["branch-size"] == always.union(["not-met warning", "unknown no-count"]))
        #expect(all["committee-size"] == always.union(["not-met warning", "not-met breach", "unknown no-count"]))
        #expect(all["committee-term"] == windows.union(["met late"]))
        #expect(all["term-reminder"] == reported.union(["met late"]))
        #expect(all["problem-list"] == reported.union(["met late"]))
        #expect(all["action-summary"] == reported.union(["met late"]))
    }

    @Test func `does not depend on the order of the facts`() {
        for seed in self.seeds {
            var world = RandomCampus(seed: seed)
            var random = SeededGenerator(seed: seed)
            let (asOf, knownAt) = world.someView()
            let (facts, shuffled) = (world.campus.facts, world.campus.shuffled(using: &random).facts)

            let cell = evaluate(world.requirement, facts, asOf: asOf, knownAt: knownAt)
            let explanation = explain(world.requirement, facts, asOf: asOf, knownAt: knownAt)

            #expect(evaluate(world.requirement, shuffled, asOf: asOf, knownAt: knownAt) == cell, "seed \(seed)")
            #expect(explain(world.requirement, shuffled, asOf: asOf, knownAt: knownAt) == explanation, "seed \(seed)")
        }
    }

    @Test func `stays as it is until its next change`() {
        for seed in self.seeds {
            var world = RandomCampus(seed: seed)
            let now = world.someInstant()
            let facts = world.campus.facts
            let cell = evaluate(world.requirement, facts, asOf: now, knownAt: now)
            let change = [cell?.nextChange, facts.nextEffect(after: now)].compactMap { $0 }.min()

            // Where nothing changes it any more, it is the same a century later.
            let eve = change.map { Instant(microseconds: $0.microseconds - 1) } ?? at("2121-01-01")
            let later = evaluate(world.requirement, facts, asOf: eve, knownAt: eve)

            #expect(later?.answers == cell?.answers, "seed \(seed), \(world.requirement.id) from \(now) to \(eve)")
            #expect(later?.word == cell?.word, "seed \(seed)")
        }
    }

    @Test func `of what is owed in each month changes at its next change where no fact lies ahead`() {
        for seed in self.seeds {
            var world = RandomCampus(seed: seed)
            guard case .cadence = world.requirement.criterion else { continue }
            let now = max(world.someInstant(), at("2021-03-01"))
            guard world.campus.facts.nextEffect(after: now) == nil,
                let cell = evaluate(world.requirement, world.campus.facts, asOf: now, knownAt: now)
            else { continue }

            let change = cell.nextChange

            let then = change.flatMap { evaluate(world.requirement, world.campus.facts, asOf: $0, knownAt: $0) }
            #expect(then?.duties != nil && then?.duties != cell.duties, "seed \(seed), from \(now)")
        }
    }

    @Test func `is explained by the same words, and counts only what makes it met`() {
        for seed in self.seeds {
            var world = RandomCampus(seed: seed)
            let requirement = world.requirement
            let (asOf, knownAt) = world.someView()
            let facts = world.campus.facts
            guard let cell = evaluate(requirement, facts, asOf: asOf, knownAt: knownAt) else { continue }

            let whole = explain(requirement, facts, asOf: asOf, knownAt: knownAt)
            #expect(whole?.verdict == cell.word && whole?.reason == cell.deciding?.reason ?? cell.reason)
            for duty in cell.duties {
                let explanation = explain(requirement, facts, window: duty.window, asOf: asOf, knownAt: knownAt)

                #expect(explanation?.duty == duty)
                #expect(explanation?.mend?.by ?? duty.due == duty.due)
                let isInOrder = [.met, .waived, .notApplicable].contains(duty.verdict)
                #expect((explanation?.missing == nil) == isInOrder, "seed \(seed)")
                #expect((explanation?.waiver == nil) == (duty.verdict != .waived), "seed \(seed)")
                if duty.verdict != .notApplicable, requirement.id != "committee-term" {
                    #expect((explanation?.counted.isEmpty == false) == (duty.verdict == .met), "seed \(seed)")
                }
            }
        }
    }

    @Test func `that is met stays met when more is held, and no closed window opens again`() {
        for seed in self.seeds {
            var world = RandomCampus(seed: seed)
            let (asOf, knownAt) = world.someView()
            var campus = world.campus
            campus.took(
                world.kind, world.someInstant().description, record: 99, world.someDetail(isWhole: true),
                recorded: world.someInstant().description)

            let before = evaluate(world.requirement, world.campus.facts, asOf: asOf, knownAt: knownAt)?.duties ?? []
            let after = evaluate(world.requirement, campus.facts, asOf: asOf, knownAt: knownAt)?.duties ?? []

            #expect(before.count == after.count)
            for (old, new) in zip(before, after) {
                #expect(new.verdict == old.verdict || new.verdict == .met, "seed \(seed)")
                if asOf >= old.window.end { #expect(![.open, .dueSoon].contains(new.verdict), "seed \(seed)") }
            }
        }
    }
}

extension Cell {
    /// What is said of each window by its days; a limit has one answer and no days.
    fileprivate var answers: [String: String] {
        guard self.duties.isEmpty, self.requirement == "branch-size" || self.requirement == "committee-size" else {
            return Dictionary(uniqueKeysWithValues: self.duties.map { ($0.window.description, $0.said) })
        }
        let addition = self.word == .notMet ? self.severity.rawValue : self.reason?.description
        return ["": [self.word.rawValue, addition].compactMap { $0 }.joined(separator: " ")]
    }
}
