import Domain
import Machines
import Testing

@Suite struct `The machine of the due queue` {
    private let now = Instant(microseconds: 100)

    private func item(_ key: String, attempts: Int = 0) -> DueItem {
        var item = DueItem(what: "w", key: key, at: Instant(microseconds: 1), clock: .business)
        item.attempts = attempts
        return item
    }

    private func taking(horizon: Instant?) -> DueTaking? {
        for case .take(let taking) in DueMachine().begin(at: self.now, horizon: horizon, limit: 7) { return taking }
        return nil
    }

    @Test func `reads each clock where it stands, and the business clock no further than the horizon`() {
        #expect(self.taking(horizon: Instant(microseconds: 200))?.business == .instant(self.now))
        #expect(self.taking(horizon: Instant(microseconds: 50))?.business == .instant(Instant(microseconds: 50)))
        #expect(self.taking(horizon: nil)?.business == .never)
        #expect(self.taking(horizon: nil)?.machine == .databaseNow)
    }

    @Test func `finds something to take where the first item of a clock is due, and says how far ahead others are`() {
        func outlook(business: Int64?, machine: Int64?) -> DueOutlook {
            DueOutlook(
                business: business.map { Instant(microseconds: $0) },
                machine: machine.map { Instant(microseconds: $0) }, databaseNow: Instant(microseconds: 1_000))
        }
        let taking = DueMachine.taking(at: self.now, horizon: Instant(microseconds: 50), limit: 7)
        let closed = DueMachine.taking(at: self.now, horizon: nil, limit: 7)

        #expect(outlook(business: 50, machine: nil).holds(taking))
        #expect(!outlook(business: 51, machine: nil).holds(taking))
        #expect(!outlook(business: 1, machine: 1_001).holds(closed))
        #expect(outlook(business: nil, machine: 1_000).holds(closed))
        #expect(outlook(business: 130, machine: 1_020).microsecondsAhead(of: self.now) == 20)
        #expect(outlook(business: 130, machine: 900).microsecondsAhead(of: self.now) == 30)
        #expect(outlook(business: 100, machine: nil).microsecondsAhead(of: self.now) == .max)
    }

    @Test func `commits once what was asked for is done and what is not done is back, and tells then`() {
        var machine = DueMachine()
        let again = Instant(microseconds: 300)

        let taken = machine.step(.took([self.item("b", attempts: 2), self.item("a")]))
        let performed = machine.step(.performed([.done, .again(again)]))
        let committed = machine.step(.committed)

        guard case .perform(let items)? = taken.first, taken.count == 1 else { return #expect(Bool(false), "\(taken)") }
        #expect(items.map(\.key) == ["a", "b"])
        guard performed.count == 2, case .putBack(let back) = performed[0], case .commit = performed[1] else {
            return #expect(Bool(false), "\(performed)")
        }
        #expect(back.map(\.key) == ["b"] && back[0].at == again && back[0].attempts == 3)
        guard case .tell(let told)? = committed.first else { return #expect(Bool(false), "\(committed)") }
        #expect(told.count == 2)
    }

    @Test func `has nothing to tell where nothing was due`() {
        var machine = DueMachine()

        let taken = machine.step(.took([]))

        guard taken.count == 1, case .commit = taken[0] else { return #expect(Bool(false), "\(taken)") }
        #expect(machine.step(.committed).isEmpty)
    }
}
