import Pipeline
import Testing

/// A seed that the report shows as such.
struct Seeds: CustomTestStringConvertible, Sendable {
    let range: Range<UInt64>
    var testDescription: String { "seeds \(self.range.lowerBound) to \(self.range.upperBound - 1)" }
}

// One world after the other: other tests wait for the same few threads.
@Suite(.serialized) struct `The loop under simulation` {
    @Test(arguments: (0..<10).map { Seeds(range: $0 * 50..<($0 + 1) * 50) })
    func `loses nothing and doubles nothing, whatever the order of crashes and lost answers`(seeds: Seeds) async {
        for seed in seeds.range {
            await Task.yield()
            var world = SimulatedWorld(seed: seed)

            let hasSettled = world.run(steps: 1_500)

            #expect(hasSettled, "seed \(seed): the world did not come to rest")
            self.check(world, seed: seed)
        }
    }

    @Test func `meets crashes and unknown commits often enough to mean something`() async {
        var crashes = 0
        var unknowns = 0
        for seed in UInt64(0)..<50 {
            await Task.yield()
            var world = SimulatedWorld(seed: seed)
            _ = world.run(steps: 1_500)
            crashes += world.crashes
            unknowns += world.unknowns
        }

        #expect(crashes > 200)
        #expect(unknowns > 200)
    }

    @Test func `replays a seed exactly`() {
        var first = SimulatedWorld(seed: 7)
        var second = SimulatedWorld(seed: 7)

        _ = first.run(steps: 1_500)
        _ = second.run(steps: 1_500)

        #expect(first.store.facts == second.store.facts)
        #expect(first.log.published == second.log.published)
    }

    private func check(_ world: SimulatedWorld, seed: UInt64) {
        let store = world.store
        let identities = Set(world.sent.map(\.identity))
        #expect(Set(store.facts.map(\.identity)) == identities, "seed \(seed): a record was lost or invented")
        #expect(store.facts.count == identities.count, "seed \(seed): a record was applied twice")
        #expect(store.tally.sum == world.sent.count, "seed \(seed): intake is not the sum of what became of it")
        #expect(
            store.taken.values.reduce(0, +) == world.sent.count, "seed \(seed): a record was passed over or taken twice"
        )
        for (lane, entries) in store.journal {
            let positions = entries.map(\.position)
            #expect(positions == Array(1...Int64(entries.count)), "seed \(seed): lane \(lane) has a gap")
            var seen: Set<Int64> = []
            let firsts = world.log.published.filter { $0.lane == lane && seen.insert($0.position).inserted }
            #expect(firsts == entries, "seed \(seed): lane \(lane) was not published whole and in order")
        }
    }
}
