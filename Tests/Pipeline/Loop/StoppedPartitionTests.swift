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

            let cluster = try await Admin(settings: loop.broker.settings).clusterID()
            let process = try await LoopProcess(
                "a", on: loop,
                dueHandlers: [OperatorDesk(service: "notification", cluster: cluster, published: [loop.journal])])
            let part = "intake \(loop.intake.name)/0 cannot be read at offset 20"
            let isStopped = try await eventually(within: .seconds(60)) { process.faults.contains(part) }
            let faults = process.faults
            try await loop.expectKept(20)
            let stopped = Standstill(
                topic: loop.intake.name, number: 0, found: .unreadable, position: 20, bound: 20)
            let isNoted = try await eventually {
                try await loop.database.count("SELECT count(*) FROM notification.standstill WHERE position = 20") == 1
            }
            let order = OperatorOrder(.accept(stopped, readOnAt: 21), on: cluster, by: "p-17", because: "a bad disk")
            _ = try await loop.database.run("SELECT notification.give_order('o-1', \(JSONText(order.detail))::json)")
            // The same process goes on, without having been started again.
            try await loop.expectKept(30)
            let isReady = try await eventually { process.faults == "readyz ok\n" }
            _ = await process.stop()

            #expect(isNoted && isReady)
            #expect(isStopped)
            #expect(faults.contains("pass it with 'guoying intake skip'"), "\(faults)")
            #expect(try await loop.tally()[.applied] == 30)
        }
    }
}
