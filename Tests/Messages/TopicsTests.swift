import Messages
import Testing

@Suite struct `The topics` {
    @Test func `are those of the contract, those of the rehearsal and of letters`() {
        let names = Topics().all.map(\.name)

        #expect(
            names == [
                "guoying.activity.intake", "guoying.activity.journal", "guoying.activity.commands",
                "guoying.activity.dead-letters", "guoying.activity.rehearsal", "guoying.activity.rehearsal-answers",
                "guoying.activity.notices",
                "guoying.registry.commands", "guoying.registry.journal",
                "guoying.registry.dead-letters", "guoying.supervision.commands", "guoying.supervision.journal",
                "guoying.supervision.dead-letters", "guoying.supervision.alerts", "guoying.notification.commands",
                "guoying.notification.journal", "guoying.notification.dead-letters",
            ])
    }

    @Test func `carry the prefix of the site`() {
        let topics = Topics(prefix: "campus-")

        #expect(topics.all.allSatisfy { $0.name.hasPrefix("campus-") })
        #expect(topics.supervisionAlerts.name == "campus-supervision.alerts")
    }

    @Test func `have six partitions, those of the registry one, and all divide the lanes`() {
        for topic in Topics().all {
            #expect(topic.partitions == (topic.name.hasPrefix("guoying.registry.") ? 1 : 6))
            #expect(Lane.count.isMultiple(of: topic.partitions))
        }
    }

    @Test func `take great records at intake and keep journals for thirty days`() {
        let topics = Topics()

        #expect(topics.activityIntake.settings == ["max.message.bytes": "33554432"])
        #expect(topics.activityRehearsal.settings == topics.activityIntake.settings)
        for journal in topics.all where journal.name.hasSuffix(".journal") {
            #expect(journal.settings["retention.ms"] == "2592000000")
        }
    }

    @Test func `include further intake topics made like the first`() {
        let topic = Topics().intake(named: "campus.hr")

        #expect(topic.name == "campus.hr")
        #expect(topic.partitions == 6)
        #expect(topic.settings == Topics().activityIntake.settings)
    }
}

@Suite struct `The hash of a key` {
    /// From the tests of Apache Kafka's own `Utils.murmur2`.
    @Test(arguments: [
        ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
        ("a-little-bit-longer-string", -1_486_304_829),
        ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("abc", 479_470_107),
    ])
    func `is that of Kafka's default partitioner`(key: String, expected: Int) {
        #expect(Int32(bitPattern: murmur2(Array(key.utf8).span)) == Int32(expected))
    }

    /// Texts of up to 15 bytes lie in place: a build that lent their bytes for too long would read something else.
    @Test func `is that of the whole text, short or long`() {
        for unit in ["", "b", "b-0103", "实训楼支部", "fifteen-bytes-x", "sixteen-bytes-xy", "a-branch-with-a-long-code"] {
            let hash = murmur2(Array(unit.utf8).span)

            #expect(lane(unit) == Int(hash & 0x7fff_ffff) % 48)
        }
    }

    @Test func `puts a unit's entries into one lane, in step with its partition`() {
        for number in 0..<1_000 {
            let unit = "b-\(number)"
            let lane = Lane.index(ofUnit: unit)

            #expect((0..<48).contains(lane))
            #expect(lane % 6 == Int(murmur2(Array(unit.utf8).span) & 0x7fff_ffff) % 6)
        }
    }

    @Test func `is not asked where there is no unit`() {
        #expect(Lane.index(ofUnit: nil) == 0)
    }
}

/// Finds the lane last of all, so that an optimised build may give this function's stack away before it is found.
@inline(never) private func lane(_ unit: String) -> Int { Lane.index(ofUnit: unit) }
