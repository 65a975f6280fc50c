import Crypto
import Machines
import Testing

@testable import Simulation

@Suite
struct `The intake machine` {
    private let partition = Partition(topic: "in", number: 0)

    /// Something that a topic says at an offset, and another topic otherwise.
    private func message(_ offset: Int64, of topic: Int) -> Message { .accepted(event: Int(offset), unit: topic) }

    private func landmark(_ offset: Int64) -> Landmark {
        Landmark(offset: offset, fingerprint: self.message(offset, of: 7).fingerprint)
    }

    /// A machine that has claimed the partition at `position`, behind the record at `last`.
    private func machine(at position: Int64, last: Int64) -> IntakeMachine<SimulatedBatch> {
        var machine = IntakeMachine<SimulatedBatch>()
        _ = machine.step(.assigned([self.partition]))
        let claim = Claim(
            partition: self.partition, epoch: 1, position: position, landmark: self.landmark(last))
        let actions = machine.step(.claimed([claim]))
        guard case .assign(let starts)? = actions.first else { return machine }
        #expect(starts == [self.partition: .offset(last)])
        return machine
    }

    private func batch(_ offsets: [Int64], from topic: Int = 7, end: Int64? = nil) -> SimulatedBatch {
        SimulatedBatch(
            partitions: [self.partition],
            items: offsets.map { offset in
                let record = SimulatedRecord(message: self.message(offset, of: topic), place: nil)
                return SimulatedBatch.Item(place: 0, offset: offset, record: record)
            }, ends: end.map { [self.partition: $0] } ?? [:])
    }

    private func stop(in actions: [IntakeMachine<SimulatedBatch>.Action]) -> StopReason? {
        for case .stop(self.partition, let reason) in actions { return reason }
        return nil
    }

    private func write(in actions: [IntakeMachine<SimulatedBatch>.Action]) -> Write<SimulatedBatch>? {
        for case .write(let write) in actions { return write }
        return nil
    }

    @Test func `tells the group where it begins, so that its lag is known before the first write`() {
        var machine = IntakeMachine<SimulatedBatch>()
        _ = machine.step(.assigned([self.partition]))

        let actions = machine.step(
            .claimed([Claim(partition: self.partition, epoch: 1, position: 5, landmark: self.landmark(4))]))

        guard case .report(let reached)? = actions.last else {
            Issue.record("\(actions)")
            return
        }
        #expect(reached == [self.partition: 5])
    }

    @Test func `writes what lies behind the position once the landmark is proven`() {
        var machine = self.machine(at: 5, last: 4)

        let actions = machine.step(.arrived(self.batch([4, 5, 6])))

        #expect(self.stop(in: actions) == nil)
        #expect(self.write(in: actions)?.indexes == [1, 2])
        #expect(self.write(in: actions)?.advances.first?.to == 7)
    }

    @Test func `stops where another record stands in the landmark's place`() {
        var machine = self.machine(at: 5, last: 4)

        let actions = machine.step(.arrived(self.batch([4, 5], from: 8)))

        #expect(self.stop(in: actions) == .replaced(position: 5))
        #expect(self.write(in: actions) == nil)
    }

    @Test func `stops where the topic ends before the position, though nothing is there to compare`() {
        var machine = self.machine(at: 5, last: 4)

        let actions = machine.step(.arrived(self.batch([], end: 4)))

        #expect(self.stop(in: actions) == .cutOff(position: 5, end: 4))
        #expect(self.write(in: actions) == nil)
        #expect(machine.position(of: self.partition) == nil)
    }

    @Test func `passes an end that lies behind the position`() {
        var machine = self.machine(at: 5, last: 4)

        let actions = machine.step(.arrived(self.batch([4], end: 6)))

        #expect(self.write(in: actions)?.indexes == [])
        #expect(self.write(in: actions)?.advances.first?.to == 6)
    }

    @Test func `looks for the landmark once more where the broker still has it`() {
        var machine = self.machine(at: 5, last: 4)

        let actions = machine.step(.outOfRange(self.partition, low: 3, high: 9))

        guard case .seek(self.partition, .offset(4))? = actions.first else {
            return #expect(Bool(false), "\(actions)")
        }
        #expect(self.stop(in: machine.step(.arrived(self.batch([4], from: 8)))) == .replaced(position: 5))
    }

    @Test func `goes on at the position where retention has taken the landmark`() {
        var machine = self.machine(at: 5, last: 4)

        let actions = machine.step(.outOfRange(self.partition, low: 5, high: 9))

        guard case .seek(self.partition, .offset(5))? = actions.first else {
            return #expect(Bool(false), "\(actions)")
        }
        #expect(self.write(in: machine.step(.arrived(self.batch([5]))))?.advances.first?.from == 5)
    }

    @Test func `stops where records were deleted before they were read`() {
        var machine = self.machine(at: 5, last: 4)

        #expect(self.stop(in: machine.step(.outOfRange(self.partition, low: 7, high: 9))) == .lost(position: 5, low: 7))
    }

    @Test func `asks the group to deal anew when it could not claim`() {
        var machine = IntakeMachine<SimulatedBatch>()
        _ = machine.step(.assigned([self.partition]))

        let actions = machine.step(.claimFailed([self.partition], reason: "lock timeout"))

        guard actions.count == 2, case .assign(let starts) = actions[0], case .rejoin = actions[1] else {
            return #expect(Bool(false), "\(actions)")
        }
        #expect(starts.isEmpty)
        #expect(machine.owned.isEmpty)
    }

    @Test func `keeps what it has taken over anew before it was known what became of a commit`() {
        var machine = self.machine(at: 5, last: 4)
        guard let write = self.write(in: machine.step(.arrived(self.batch([4, 5])))) else {
            Issue.record("nothing is written")
            return
        }
        _ = machine.step(.wrote(.unknown(write.advances)))
        _ = machine.step(.revoked([self.partition]))
        _ = machine.step(.assigned([self.partition]))
        let claim = Claim(partition: self.partition, epoch: 2, position: 6, landmark: self.landmark(5))
        _ = machine.step(.claimed([claim]))

        let actions = machine.step(.settled([claim]))

        #expect(machine.owned == [self.partition])
        #expect(!actions.contains { if case .rejoin = $0 { true } else { false } })
        #expect(self.write(in: machine.step(.arrived(self.batch([5, 6]))))?.advances.first?.from == 6)
    }

    @Test
    func `writes no more of a batch whose partition it has left, though it gets it back where the batch is ahead`() {
        var machine = self.machine(at: 5, last: 4)
        #expect(self.write(in: machine.step(.arrived(self.batch([4, 5])))) != nil)
        #expect(machine.step(.wrote(.failed)).count == 1)
        _ = machine.step(.revoked([self.partition]))
        _ = machine.step(.assigned([self.partition]))
        // The database has gone back, and gives the same epoch once more.
        _ = machine.step(.claimed([Claim(partition: self.partition, epoch: 1, position: 0, landmark: nil)]))

        let actions = machine.step(.waited)

        #expect(self.write(in: actions) == nil)
        #expect(!machine.isBusy)
    }
}
