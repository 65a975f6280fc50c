import Machines
import Testing

@testable import Simulation

@Suite struct `The machine of a write` {
    private let partition = Partition(topic: "in", number: 0)

    /// A write of one record at offset 5, under epoch 2.
    private func write() throws -> Write<SimulatedBatch> {
        var machine = IntakeMachine<SimulatedBatch>()
        _ = machine.step(.assigned([self.partition]))
        _ = machine.step(.claimed([self.row(epoch: 2, position: 5)]))
        let record = SimulatedRecord(message: .registered(unit: 1, command: 1), place: nil)
        let batch = SimulatedBatch(
            partitions: [self.partition], items: [.init(place: 0, offset: 5, record: record)], ends: [:])
        for case .write(let write) in machine.step(.arrived(batch)) { return write }
        throw NothingWritten()
    }

    private struct NothingWritten: Error {}

    private func row(epoch: Int64, position: Int64) -> Claim {
        Claim(partition: self.partition, epoch: epoch, position: position, landmark: nil)
    }

    @Test func `looks at the positions first, and stores them last`() throws {
        let write = try self.write()
        let machine = WriteMachine(write)

        guard case .open([self.partition])? = machine.begin().first else { return #expect(Bool(false)) }
        let opened = machine.step(.opened([self.row(epoch: 2, position: 5)]))
        let handled = machine.step(.handled)

        guard opened.count == 1, case .handle([0]) = opened[0] else { return #expect(Bool(false), "\(opened)") }
        guard handled.count == 1, case .close(write.advances) = handled[0] else {
            return #expect(Bool(false), "\(handled)")
        }
    }

    @Test(arguments: [(3, 5), (2, 6), (2, 4)])
    func `does nothing where a row is not as this writer left it`(epoch: Int, position: Int) throws {
        let write = try self.write()

        let actions = WriteMachine(write).step(.opened([self.row(epoch: Int64(epoch), position: Int64(position))]))

        guard actions.count == 2, case .rollBack = actions[0], case .finish(.fenced(write.advances)) = actions[1] else {
            return #expect(Bool(false), "\(actions)")
        }
    }

    @Test(arguments: [
        (WriteFailure.taken, WriteOutcome.raced), (.value, .refused), (.other, .failed),
    ])
    func `blames a record for nothing but its own values`(failure: WriteFailure, outcome: WriteOutcome) throws {
        let actions = WriteMachine(try self.write()).step(.failed(failure))

        guard actions.count == 2, case .finish(outcome) = actions[1] else {
            return #expect(Bool(false), "\(actions)")
        }
    }

    @Test func `takes a COMMIT without an answer for neither done nor undone`() throws {
        let write = try self.write()

        let actions = WriteMachine(write).step(.failed(.unanswered))

        guard case .finish(.unknown(write.advances))? = actions.last else { return #expect(Bool(false), "\(actions)") }
    }
}
