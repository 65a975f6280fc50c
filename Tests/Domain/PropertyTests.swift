import Domain
import Kit
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Whatever has happened, a verdict` {
    /// How many campuses each property is tried on.
    private let seeds: Range<UInt64> = 0..<1_500

    @Test func `is what the rules say, read once more and slowly`() {
        var all: Set<String> = []
        for seed in self.seeds {
            var world = RandomCampus(seed: seed)
            let (asOf, knownAt) = (world.someInstant(), world.someInstant())
            let oracle = Oracle(campus: world.campus, asOf: asOf, knownAt: knownAt)

            let duties = evaluate(.themeDay, world.campus.facts, asOf: asOf, knownAt: knownAt)?.duties ?? []

            for duty in duties {
                let said = duty.reason?.description ?? duty.verdict.rawValue + (duty.isFiledLate ? " filed late" : "")
                #expect(said == oracle.themeDay(duty.window), "seed \(seed), \(duty.window), as of \(asOf), \(knownAt)")
                all.insert(said)
            }
        }

        // The random campuses have led to every answer there is.
        #expect(
            all == [
                "met", "met filed late", "open", "due-soon", "not-met", "not-applicable", "filing", "behind:/app",
                "behind:/oa", "no-source", "dead-letter", "detail-missing",
            ])
    }

    @Test func `does not depend on the order of the facts`() {
        for seed in self.seeds {
            var world = RandomCampus(seed: seed)
            var random = SeededGenerator(seed: seed)
            let (asOf, knownAt) = (world.someInstant(), world.someInstant())
            let shuffled = world.campus.shuffled(using: &random).facts

            for requirement in [Requirement.themeDay, .branchSize] {
                let cell = evaluate(requirement, world.campus.facts, asOf: asOf, knownAt: knownAt)
                let explanation = explain(requirement, world.campus.facts, asOf: asOf, knownAt: knownAt)

                #expect(evaluate(requirement, shuffled, asOf: asOf, knownAt: knownAt) == cell, "seed \(seed)")
                #expect(explain(requirement, shuffled, asOf: asOf, knownAt: knownAt) == explanation, "seed \(seed)")
            }
        }
    }

    @Test func `stays as it is until its next change`() {
        for seed in self.seeds {
            var world = RandomCampus(seed: seed)
            let now = world.someInstant()
            let facts = world.campus.facts
            guard let cell = evaluate(.themeDay, facts, asOf: now, knownAt: now),
                let change = [cell.nextChange, facts.nextEffect(after: now)].compactMap({ $0 }).min()
            else { continue }

            let eve = Instant(microseconds: change.microseconds - 1)
            let later = evaluate(.themeDay, facts, asOf: eve, knownAt: eve)

            #expect(later?.duties == cell.duties, "seed \(seed), from \(now) to \(change)")
        }
    }

    @Test func `changes at its next change where no fact lies ahead`() {
        for seed in self.seeds {
            var world = RandomCampus(seed: seed)
            let now = max(world.someInstant(), at("2021-03-01"))
            guard world.campus.facts.nextEffect(after: now) == nil,
                let cell = evaluate(.themeDay, world.campus.facts, asOf: now, knownAt: now)
            else { continue }

            let change = cell.nextChange

            let then = change.flatMap { evaluate(.themeDay, world.campus.facts, asOf: $0, knownAt: $0) }
            #expect(then?.duties != nil && then?.duties != cell.duties, "seed \(seed), from \(now)")
        }
    }

    @Test func `is explained by the same words, and counts only what makes it met`() {
        for seed in self.seeds {
            var world = RandomCampus(seed: seed)
            let (asOf, knownAt) = (world.someInstant(), world.someInstant())
            let facts = world.campus.facts
            guard let cell = evaluate(.themeDay, facts, asOf: asOf, knownAt: knownAt) else { continue }

            for duty in cell.duties {
                let explanation = explain(.themeDay, facts, window: duty.window, asOf: asOf, knownAt: knownAt)

                #expect(explanation?.duty == duty)
                #expect(explanation?.mend?.by ?? duty.due == duty.due)
                #expect((explanation?.missing == nil) == [.met, .notApplicable].contains(duty.verdict), "seed \(seed)")
                if duty.verdict != .notApplicable {
                    #expect((explanation?.counted.isEmpty == false) == (duty.verdict == .met), "seed \(seed)")
                }
            }
        }
    }

    @Test func `that is met stays met when more is held, and no closed window opens again`() {
        for seed in self.seeds {
            var world = RandomCampus(seed: seed)
            let (asOf, knownAt) = (world.someInstant(), world.someInstant())
            var campus = world.campus
            campus.held(world.someInstant().description, record: 99, recorded: world.someInstant().description)

            let before = evaluate(.themeDay, world.campus.facts, asOf: asOf, knownAt: knownAt)?.duties ?? []
            let after = evaluate(.themeDay, campus.facts, asOf: asOf, knownAt: knownAt)?.duties ?? []

            #expect(before.count == after.count)
            for (old, new) in zip(before, after) {
                #expect(new.verdict == old.verdict || new.verdict == .met, "seed \(seed)")
                if asOf >= old.window.end { #expect(![.open, .dueSoon].contains(new.verdict), "seed \(seed)") }
            }
        }
    }
}
