import Kafka
import Kit
import Messages
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized, .enabled(if: TestEnvironment.kafka != nil, "needs Apache Kafka"))
    struct `What cannot be read` {
        @Test(
            arguments: [(.checksum, "none"), (.payload, "none"), (.payload, "gzip"), (.payload, "zstd")]
                as [(DamagedLog.Damage, String)])
        func `stops its partition, and is passed by an operator who says so`(
            damage: DamagedLog.Damage, compression: String
        ) async throws {
            try await Campus.lending(on: .apache, services: [.registry, .activity]) { campus in
                let installation = campus.installation
                let topic = installation.broker.topics.activityIntake
                await installation.stop(.activity)
                try await campus.send(["a-0", "a-1"])
                try await campus.send(["lost-0", "lost-1", "lost-2"], compression: compression)
                try await campus.send(["b-0"])
                let lost = try DamagedLog(topic: topic.name, partition: 0).garble(at: 2, damage)

                try await installation.start(.activity)
                let fault = try await installation.awaitFault("\(topic.name)/0 cannot be read", of: .activity)
                let listed = try await installation.guoying("recover")
                let elsewhere = try await installation.skip(topic, at: 3)
                let readable = try await installation.skip(topic, at: 2, partition: 1)
                let nothing = try await installation.orders(of: .activity)
                let skipped = try await installation.skip(topic, at: 2)
                try await installation.awaitReady(.activity)
                _ = try await installation.guoying("board", "--wait", "60")
                let again = try await installation.skip(topic, at: 2)

                #expect(lost == 2...4)
                #expect(fault.contains("at offset 2") && fault.contains("guoying intake skip"), "\(fault)")
                #expect(listed.output.contains("'guoying intake skip \(topic.name) 0 2 --reason TEXT'"), "\(listed)")
                #expect(elsewhere.status == 1 && elsewhere.errors.contains("at offset 2, not where"), "\(elsewhere)")
                #expect(readable.status == 1 && readable.errors.contains("no service stands still"), "\(readable)")
                #expect(nothing.isEmpty)
                #expect(skipped.status == 0, "\(skipped)")
                #expect(skipped.output == "activity passed 3 offsets of \(topic.name)/0 and reads on at 5\n")
                #expect(again.status == 1, "\(again)")
                #expect(try await campus.heldEvents() == ["a-0", "a-1", "b-0"])
                let orders = try await installation.orders(of: .activity)
                #expect(orders.map(\.type) == ["guoying.activity.skipped.v1"])
                #expect(orders.first?.data["passed"]?.integer == 3 && orders.first?.data["readOnAt"]?.integer == 5)
                #expect(orders.first?.data["reason"]?.string == "the disk was damaged")
                #expect(try await installation.guoying("verify", role: "guoying_operator").status == 0)
            }
        }
    }
}

extension Installation {
    fileprivate nonisolated func skip(
        _ topic: Topic, at offset: Int, partition: Int = 0
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await self.guoying(
            "intake", "skip", topic.name, "\(partition)", "\(offset)", "--reason", "the disk was damaged", "--wait",
            "60",
            role: "guoying_operator")
    }
}
