import Crypto
import Machines
import Messages
import Testing

@testable import Activity
@testable import Pipeline

@Suite struct `The sorter` {
    private typealias Knowledge = Sorter<Fact>.Knowledge

    private func knowing(
        units: [String] = ["b-0103"], targets: [SampleEvent] = [], parked: Set<ParkingKey> = []
    ) -> Sorter<Fact>.Knowledge {
        var knowledge = Sorter<Fact>.Knowledge()
        knowledge.triage.present = Set(units.map(ParkingKey.unit) + targets.map { .target($0.identity) })
        knowledge.triage.parked = parked
        return knowledge
    }

    private func sort(
        _ events: [SampleEvent], _ knowledge: Sorter<Fact>.Knowledge, limits: ParkingLimits = ParkingLimits()
    ) throws -> Sorter<Fact>.Decision {
        Sorter<Fact>.sort(try events.map { try $0.fact() }, knowing: knowledge, limits: limits)
    }

    @Test func `lets an event of a known unit take effect and touches no key`() throws {
        let decision = try self.sort([.held("1")], self.knowing())

        #expect(decision.outcomes == [.applied])
        #expect(decision.touched.isEmpty)
    }

    @Test func `parks an event on its unit first, then on its target`() throws {
        let event = SampleEvent.corrected("2", of: "1")

        let onUnit = try self.sort([event], self.knowing(units: []))
        let onTarget = try self.sort([event], self.knowing())

        #expect(onUnit.outcomes == [.parked(.unit("b-0103"))])
        #expect(onTarget.outcomes == [.parked(.target(SampleEvent.held("1").identity))])
    }

    @Test func `keeps later events of a key behind those that wait`() throws {
        let decision = try self.sort([.held("1")], self.knowing(parked: [.unit("b-0103")]))

        #expect(decision.outcomes == [.parked(.unit("b-0103"))])
        #expect(decision.touched == [.unit("b-0103")])
    }

    @Test func `lets a correction follow the record that comes behind it in the batch`() throws {
        let events: [SampleEvent] = [.corrected("2", of: "1"), .held("9"), .held("1")]

        let decision = try self.sort(events, self.knowing())

        #expect(decision.outcomes == [.applied, .applied, .applied])
        #expect(decision.applied == [1, 2, 0])
        #expect(decision.touched.isEmpty)
    }

    @Test func `turns a chain around that came in reverse`() throws {
        let events: [SampleEvent] = [
            .retracted("4", of: "3"), .corrected("3", of: "2"), .corrected("2", of: "1"), .held("1"),
        ]

        let decision = try self.sort(events, self.knowing())

        #expect(decision.applied == [3, 2, 1, 0])
    }

    @Test func `counts the same event as a duplicate and another of its id as a conflict`() throws {
        let decision = try self.sort([.held("1"), .held("1"), .held("1", kind: "talks")], self.knowing())

        #expect(
            decision.outcomes == [.applied, .duplicate, .refused(Fault(.conflictingDuplicate, at: "id"))])
    }

    @Test func `lets those go that waited for a unit, in their order, before what comes later`() throws {
        let key = ParkingKey.unit("b-0103")
        let facts = [
            try SampleEvent.held("3").fact(), try SampleEvent.held("1").fact(waitingBehind: key, number: 1),
            try SampleEvent.held("2").fact(waitingBehind: key, number: 2),
        ]

        let decision = Sorter<Fact>.sort(facts, knowing: self.knowing(), arrived: [key])

        #expect(decision.applied == [1, 2, 0])
        #expect(decision.letGo.contains(key))
    }

    @Test func `lets nobody go while others wait before them that are not at hand`() throws {
        let key = ParkingKey.unit("b-0103")
        var knowledge = self.knowing(parked: [key])
        knowledge.waiting[key] = 3

        let decision = Sorter<Fact>.sort([try SampleEvent.held("3").fact()], knowing: knowledge, arrived: [key])

        #expect(decision.outcomes == [.parked(key)])
    }

    @Test func `asks for those that wait for an event that was awaited`() throws {
        var knowledge = self.knowing()
        knowledge.awaited = [SampleEvent.held("1").identity]

        let decision = try self.sort([.held("1"), .held("2")], knowledge)

        #expect(decision.letGo == [.target(SampleEvent.held("1").identity)])
    }

    @Test func `moves an event from the unit it waited for to the target it waits for next`() throws {
        let key = ParkingKey.unit("b-0103")
        let fact = try SampleEvent.corrected("2", of: "1").fact(waitingBehind: key)

        let decision = Sorter<Fact>.sort([fact], knowing: self.knowing(), arrived: [key])

        #expect(decision.outcomes == [.parked(.target(SampleEvent.held("1").identity))])
    }

    @Test func `leaves an event where it waits when what arrived is not what it waits for`() throws {
        let key = ParkingKey.unit("b-0103")
        let fact = try SampleEvent.held("2").fact(waitingBehind: key)

        let decision = Sorter<Fact>.sort([fact], knowing: self.knowing(units: []), arrived: [key])

        #expect(decision.outcomes == [.parked(key)])
    }

    @Test func `refuses all that waits behind a key when one too many comes, and begins anew`() throws {
        let limits = ParkingLimits(keyRecords: 2)
        let events = ["1", "2", "3", "4"].map { SampleEvent.held($0) }

        let decision = try self.sort(events, self.knowing(units: []), limits: limits)

        let refused = Sorter<Fact>.Outcome.refused(Fault(.unknownUnit, at: "data.unit"))
        #expect(decision.outcomes == [refused, refused, refused, .parked(.unit("b-0103"))])
        #expect(decision.overflown == [.unit("b-0103")])
    }

    @Test func `refuses a key when its source has too much waiting`() throws {
        var knowledge = self.knowing(units: [])
        knowledge.waitingOfSource["/campus/oa"] = 10_000

        let decision = try self.sort([.held("1"), SampleEvent.held("2").from("/campus/hr")], knowledge)

        #expect(decision.outcomes[0] == .refused(Fault(.unknownUnit, at: "data.unit")))
        #expect(decision.outcomes[1] == .parked(.unit("b-0103")))
    }

    @Test func `lets an event that corrects itself wait in vain`() throws {
        let decision = try self.sort([.corrected("1", of: "1")], self.knowing())

        #expect(decision.outcomes == [.parked(.target(SampleEvent.held("1").identity))])
    }
}
