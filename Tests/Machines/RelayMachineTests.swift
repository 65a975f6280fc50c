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

    /// What it has stored of its progress.
    private struct Mark: Equatable {
        let reached: [Int: Int64]
        let isDurable: Bool
    }

    private func mark(in actions: [RelayMachine<Entry>.Action]) -> Mark? {
        guard case .mark(let reached, _, let durably)? = actions.first else { return nil }
        return Mark(reached: reached, isDurable: durably)
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
        _ = machine.step(.read([]))
        _ = machine.step(.marked)

        #expect(self.pauses(of: &machine, count: 2) == [200, 400])
    }

    @Test func `marks durably what it has marked in haste, once it comes to rest`() {
        var machine = self.leased
        for position in Int64(1)...2 {
            _ = machine.step(.read([Entry(position: position)]))
            #expect(self.mark(in: machine.step(.sent([.delivered]))) == Mark(reached: [3: position], isDurable: false))
            _ = machine.step(.marked)
        }

        let atRest = machine.step(.read([]))
        _ = machine.step(.marked)

        #expect(self.mark(in: atRest) == Mark(reached: [3: 2], isDurable: true))
        #expect(self.pauses(of: &machine, count: 1) == [200], "nothing is left to mark")
    }

    @Test func `leaves to a later holder of the lease what it had marked in haste`() {
        var machine = self.leased
        _ = machine.step(.read([Entry(position: 2)]))
        _ = machine.step(.sent([.delivered]))
        _ = machine.step(.marked)
        _ = machine.step(.leaseLost)
        _ = machine.step(.woke)
        _ = machine.step(.leased(token: 3, published: [3: 9]))

        #expect(self.mark(in: machine.step(.read([]))) == nil)
    }

    @Test func `marks durably at the next rest what the store did not take at the last`() {
        var machine = self.leased
        _ = machine.step(.read([Entry(position: 1)]))
        _ = machine.step(.sent([.delivered]))
        _ = machine.step(.marked)
        _ = machine.step(.read([]))
        _ = machine.step(.storeFailed)
        _ = machine.step(.woke)

        #expect(self.mark(in: machine.step(.read([]))) == Mark(reached: [3: 1], isDurable: true))
    }
}
