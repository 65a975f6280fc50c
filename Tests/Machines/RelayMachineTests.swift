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
            let actions = machine.step(.read([], areAll: true))
            _ = machine.step(.rested)
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

        self.publish(1, by: &machine)
        _ = machine.step(.woke)

        #expect(self.pauses(of: &machine, count: 1) == [400], "the first pause followed what it had published")
    }

    @Test func `waits at once where nothing lies behind what it has published, and reads on where something does`() {
        var machine = self.leased

        let after = self.publish(1, by: &machine, areAll: false)
        let atEnd = self.publish(2, by: &machine)

        guard case .read(let positions)? = after.first, case .wait(200)? = atEnd.first else {
            Issue.record("\(after), \(atEnd)")
            return
        }
        #expect(positions == [3: 1])
    }

    @Test func `reads on where the broker has not acknowledged all that there was`() {
        var machine = self.leased
        _ = machine.step(.read([Entry(position: 1), Entry(position: 2)], areAll: true))
        _ = machine.step(.sent([.delivered, .unanswered]))

        guard case .read(let positions)? = machine.step(.marked).first else {
            Issue.record("it does not read on")
            return
        }
        #expect(positions == [3: 1])
    }

    @Test func `marks durably what it has marked in haste, once nothing is announced for a while`() {
        var machine = self.leased
        for position in Int64(1)...2 {
            self.publish(position, by: &machine)
            _ = machine.step(.woke)
        }
        _ = machine.step(.read([], areAll: true))

        let atRest = machine.step(.rested)
        _ = machine.step(.marked)

        #expect(self.mark(in: atRest) == Mark(reached: [3: 2], isDurable: true))
        _ = machine.step(.read([], areAll: true))
        #expect(self.mark(in: machine.step(.rested)) == nil, "nothing is left to mark")
    }

    @Test func `leaves to a later holder of the lease what it had marked in haste`() {
        var machine = self.leased
        self.publish(1, by: &machine)
        _ = machine.step(.woke)
        _ = machine.step(.leaseLost)
        _ = machine.step(.woke)
        _ = machine.step(.leased(token: 3, published: [3: 9]))
        _ = machine.step(.read([], areAll: true))

        #expect(self.mark(in: machine.step(.rested)) == nil)
    }

    @Test func `marks durably at the next rest what the store did not take at the last`() {
        var machine = self.leased
        self.publish(1, by: &machine)
        _ = machine.step(.rested)
        _ = machine.step(.storeFailed)

        #expect(self.mark(in: machine.step(.rested)) == Mark(reached: [3: 1], isDurable: true))
    }

    @Test func `marks durably now and then, though news never ceases`() {
        var machine = self.leased
        var durable: [Int64] = []
        for position in Int64(1)...250 {
            _ = machine.step(.read([Entry(position: position)], areAll: true))
            if let mark = self.mark(in: machine.step(.sent([.delivered]))), mark.isDurable { durable.append(position) }
            _ = machine.step(.marked)
            _ = machine.step(.woke)
        }

        #expect(durable == [101, 202])
    }

    @Test func `is held up for as long as it waits to try again what the broker refuses`() {
        var machine = self.leased
        _ = machine.step(.read([Entry(position: 1), Entry(position: 2)], areAll: true))
        _ = machine.step(.sent([.delivered, .refused(reason: "too large")]))
        _ = machine.step(.marked)

        guard case .wait(5_000)? = machine.step(.read([], areAll: true)).first else {
            Issue.record("it does not wait")
            return
        }
        #expect(machine.isHeldUp)
    }

    /// Has it read, publish and mark one entry in haste; returns what it does then.
    @discardableResult
    private func publish(
        _ position: Int64, by machine: inout RelayMachine<Entry>, areAll: Bool = true
    ) -> [RelayMachine<Entry>.Action] {
        _ = machine.step(.read([Entry(position: position)], areAll: areAll))
        let marking = machine.step(.sent([.delivered]))
        #expect(self.mark(in: marking) == Mark(reached: [3: position], isDurable: false))
        return machine.step(.marked)
    }
}
