import Testing

@testable import Simulation

/// A range of seeds that the report shows as such.
struct Seeds: CustomTestStringConvertible, Sendable {
    let range: Range<UInt64>
    var testDescription: String { "seeds \(self.range.lowerBound) to \(self.range.upperBound - 1)" }
}

/// One range after the other: they only compute, and the tests that mostly wait go on beside them.
@Suite(.serialized) struct `The services under simulation` {
    @Test(arguments: (0..<10).map { Seeds(range: $0 * 500..<($0 + 1) * 500) })
    func `lose nothing, double nothing and tell all in order, whatever fails`(seeds: Seeds) async {
        for seed in seeds.range {
            // Other tests wait for the same few threads.
            await Task.yield()
            let world = World(seed: seed)

            world.run(steps: World.usualSteps)

            #expect(world.violations.isEmpty, "seed \(seed); step by step: deploy/dev simulate --replay \(seed)")
        }
    }

    @Test func `meet what can fail often enough to mean something`() async {
        var counts = Counts()
        for seed in UInt64(0)..<50 {
            await Task.yield()
            let world = World(seed: seed)
            world.run(steps: World.usualSteps)
            counts.add(world.counts)
        }

        #expect(counts.crashes > 50)
        #expect(counts.unknowns > 10)
        #expect(counts.zombies > 10)
        #expect(counts.doubled > 50)
        #expect(counts.brokers > 3)
        #expect(counts.databases > 1)
    }

    @Test func `replay a seed exactly`() {
        func steps() -> [String] {
            let lines = Lines()
            World(seed: 7) { lines.all.append($0) }.run(steps: World.usualSteps)
            return lines.all
        }

        #expect(steps() == steps())
    }

    private final class Lines {
        var all: [String] = []
    }
}
