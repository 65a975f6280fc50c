import Machines
import Testing

@Suite struct `The machine of the relay` {
    private struct Entry: Publishable {
        let lane = 3
        let position: Int64
    }

    private var leased: RelayMachine<Entry> {
        var machine = RelayMachine<Entry>()
        _ = machine.step(.woke)
        _ = machine.step(.leased(token: 1, published: [3: 0]))
        return machine
    }

    /// How long it waits after a reading that found nothing, time after time.
    private func pauses(of machine: inout RelayMachine<Entry>, count: Int) -> [Int64] {
        (0..<count).map { _ in
            let actions = machine.step(.read([]))
            _ = machine.step(.woke)
            guard case .wait(let milliseconds)? = actions.first else { return -1 }
            return milliseconds
        }
    }

    @Test func `waits longer each time that it finds nothing, and never longer than a second`() {
        var machine = self.leased

        #expect(self.pauses(of: &machine, count: 5) == [200, 400, 800, 1_000, 1_000])
    }

    @Test func `waits short again once it has found something`() {
        var machine = self.leased
        _ = self.pauses(of: &machine, count: 4)

        _ = machine.step(.read([Entry(position: 1)]))
        _ = machine.step(.sent([.delivered]))
        _ = machine.step(.marked)

        #expect(self.pauses(of: &machine, count: 2) == [200, 400])
    }
}
