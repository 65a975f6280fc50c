import Glibc

/// `simulation [--seeds N] [--from SEED] [--steps N]`: worlds of so many seeds, one after the other.
/// `simulation --replay SEED`: one world, step by step.
@main
struct Simulation {
    static func main() {
        var seeds: UInt64 = 5_000
        var from: UInt64 = 0
        var isReplay = false
        var steps = World.usualSteps
        var arguments = CommandLine.arguments.dropFirst()
        while let name = arguments.popFirst() {
            guard let value = arguments.popFirst().flatMap({ UInt64($0) }) else {
                Self.complain("\(name) needs a number")
            }
            switch name {
            case "--seeds": seeds = value
            case "--from": from = value
            case "--steps": steps = Int(value)
            case "--replay": (from, seeds, isReplay) = (value, 1, true)
            default: Self.complain("there is no \(name)")
            }
        }
        exit(Self.run(from..<from + seeds, steps: steps, isReplay: isReplay) ? 0 : 1)
    }

    /// Runs worlds until one fails; returns whether none did.
    private static func run(_ seeds: Range<UInt64>, steps: Int, isReplay: Bool) -> Bool {
        var counts = Counts()
        let begun = ContinuousClock.now
        for seed in seeds {
            let world = World(seed: seed, teller: isReplay ? { print($0) } : nil)
            world.run(steps: steps)
            counts.add(world.counts)
            guard world.violations.isEmpty else {
                print("seed \(seed): \(world.violations.joined(separator: "\n  "))")
                if !isReplay { print("again, step by step: deploy/dev simulate --replay \(seed)") }
                return false
            }
        }
        let seconds = (ContinuousClock.now - begun) / .milliseconds(1) / 1_000
        print("\(seeds.count) worlds in \(seconds) s, nothing lost, doubled or out of order: \(counts)")
        return true
    }

    private static func complain(_ what: String) -> Never {
        print("simulation: \(what); it takes --seeds N, --from SEED, --steps N, --replay SEED")
        exit(2)
    }
}
