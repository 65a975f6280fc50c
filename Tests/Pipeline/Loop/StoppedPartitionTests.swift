import Kafka
import Kit
import Messages
import Postgres
import Testing

@testable import Pipeline
@testable import ServiceKit

@Suite(.timeLimit(.minutes(2)))
struct `A partition that cannot be read on` {
    private func send(_ texts: [String], on loop: Loop) async throws {
        let producer = try Producer(settings: loop.broker.settings)
        let records = texts.map { OutgoingRecord(topic: loop.intake.name, partition: 0, value: Array($0.utf8)) }
        for answer in await producer.send(records) { _ = try answer.get() }
        await producer.close(within: .seconds(5))
    }

    @Test func `loses nothing before the place, and goes on behind it when an operator has said so`() async throws {
        try await Loop.lending(on: .embedded) { loop in
            try await self.send((0..<20).map { "before-\($0)" }, on: loop)
            let damaged = RawBatch(payload: RawBatch.record([1]), hasWrongChecksum: true)
            #expect(damaged.send(to: loop.broker.address, topic: loop.intake.name))
            try await self.send((0..<10).map { "behind-\($0)" }, on: loop)

            let process = try await LoopProcess("a", on: loop)
            let part = "intake \(loop.intake.name)/0 cannot be read at offset 20"
            let isStopped = try await eventually(within: .seconds(60)) { process.faults.contains(part) }
            let faults = process.faults
            try await loop.expectKept(20)
            _ = await process.stop()
            // As the remedy says.
            _ = try await loop.database.run(
                """
                UPDATE notification.position SET position = 21, last_offset = NULL
                WHERE topic = \(loop.intake.name) AND partition = 0
                """)
            let heir = try await LoopProcess("b", on: loop)
            try await loop.expectKept(30)
            _ = await heir.stop()

            #expect(isStopped)
            #expect(faults.contains("set position = 21 and last_offset = NULL"), "\(faults)")
            #expect(try await loop.tally()[.applied] == 30)
        }
    }
}
