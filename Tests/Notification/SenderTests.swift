import HTTP
import Kit
import Postgres
import ServiceKit
import Synchronization
import Testing

@testable import Notification

@Suite(.timeLimit(.minutes(1)))
struct `The sender` {
    private func line(
        _ attempt: Int, _ rest: String, version: Int64 = 1, unit: String = "b-0103", alert: String = "al-5f2c"
    ) -> String {
        """
        {"alert":"\(alert)","version":\(version),"unit":"\(unit)","recipient":"oa","channel":"webhook",\
        "attempt":\(attempt),\(rest)}
        """
    }

    @Test func `delivers a message, journals the attempt and is done`() async throws {
        try await Receiver.serving { receiver, url in
            try await Stage.lending([try .webhook(url)]) { stage in
                try await stage.takeIn(SampleAlert())

                let entries = try await stage.sending { try await stage.journal(reaches: 1) }

                #expect(entries == [self.line(1, #""outcome":"delivered","status":200"#)])
                #expect(receiver.received.map(\.id) == ["al-5f2c-v1"])
                #expect(try await stage.waiting() == 0)
                #expect(
                    stage.metrics.render().contains(
                        #"guoying_notification_attempts_total{channel="webhook",outcome="delivered"} 1"#))
                let keys = try await stage.texts("SELECT convert_from(key, 'UTF8') FROM notification.journal")
                #expect(keys == ["b-0103"])
            }
        }
    }

    @Test func `tries again with the same id, and journals each attempt once`() async throws {
        try await Receiver.serving { _, number in
            Response(status: number < 3 ? 500 : 200)
        } _: { receiver, url in
            try await Stage.lending([try .webhook(url)]) { stage in
                try await stage.takeIn(SampleAlert())

                let entries = try await stage.sending { try await stage.journal(reaches: 3) }

                #expect(
                    entries == [
                        self.line(1, #""outcome":"failed","status":500,"reason":"status""#),
                        self.line(2, #""outcome":"failed","status":500,"reason":"status""#),
                        self.line(3, #""outcome":"delivered","status":200"#),
                    ])
                #expect(Set(receiver.received.map(\.id)) == ["al-5f2c-v1"])
                #expect(Set(receiver.received.map(\.body)).count == 1)
            }
        }
    }

    @Test func `keeps the order of a unit while another unit flows`() async throws {
        let isMended = Atomic(false)
        try await Receiver.serving { arrival, _ in
            let isStuck = arrival.id == "al-5f2c-v1" && !isMended.load(ordering: .relaxed)
            return Response(status: isStuck ? 503 : 200)
        } _: { receiver, url in
            try await Stage.lending([try .webhook(url)]) { stage in
                try await stage.takeIn(SampleAlert(version: 1), SampleAlert(version: 2))
                try await stage.takeIn(SampleAlert(id: "al-2", unit: "b-0201", path: "/c/g-02/b-0201"))

                let ids = try await stage.sending {
                    let hasOther = try await eventually { receiver.received.contains { $0.id == "al-2-v1" } }
                    #expect(hasOther)
                    #expect(!receiver.received.contains { $0.id == "al-5f2c-v2" })
                    isMended.store(true, ordering: .relaxed)
                    _ = try await eventually { try await stage.waiting() == 0 }
                    return receiver.received.map(\.id)
                }

                #expect(ids.last == "al-5f2c-v2")
                #expect(ids.filter { $0 == "al-5f2c-v2" }.count == 1)
            }
        }
    }

    @Test func `sends one message of a unit at a time, whatever is entered meanwhile`() async throws {
        let open = Mutex((now: 0, most: 0))
        try await Receiver.serving { _, _ in
            open.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            try await Task.sleep(for: .milliseconds(60))
            open.withLock { $0.now -= 1 }
            return .text("ok")
        } _: { receiver, url in
            try await Stage.lending([try .webhook(url)]) { stage in
                try await stage.sending {
                    for version in 1...5 as ClosedRange<Int64> {
                        try await stage.takeIn(SampleAlert(version: version))
                        _ = try await eventually { receiver.received.count >= version - 1 }
                    }
                    _ = try await eventually { try await stage.waiting() == 0 }
                }

                #expect(receiver.received.map(\.id) == (1...5).map { "al-5f2c-v\($0)" })
                #expect(open.withLock { $0.most } == 1)
                #expect(try await stage.journal().count == 5)
            }
        }
    }

    @Test func `sends to one recipient what another does not take`() async throws {
        try await Receiver.serving { _, _ in
            Response(status: 500)
        } _: { _, broken in
            try await Receiver.serving { receiver, url in
                let recipients = [try Recipient.webhook(broken, name: "broken"), try .webhook(url)]
                try await Stage.lending(recipients) { stage in
                    try await stage.takeIn(SampleAlert(version: 1), SampleAlert(version: 2))

                    let isTold = try await stage.sending { try await eventually { receiver.received.count == 2 } }

                    #expect(isTold)
                }
            }
        }
    }

    @Test func `gives up a message that its receiver will never take, and goes on`() async throws {
        try await Receiver.serving { _, number in
            Response(status: number == 1 ? 410 : 200)
        } _: { _, url in
            try await Stage.lending([try .webhook(url)]) { stage in
                try await stage.takeIn(SampleAlert(version: 1), SampleAlert(version: 2))

                let entries = try await stage.sending { try await stage.journal(reaches: 2) }

                #expect(
                    entries == [
                        self.line(1, #""outcome":"given-up","status":410,"reason":"gone""#),
                        self.line(1, #""outcome":"delivered","status":200"#, version: 2),
                    ])
            }
        }
    }

    @Test func `gives up a message three days old, once it was tried`() async throws {
        try await Receiver.serving { _, _ in
            Response(status: 500)
        } _: { _, url in
            try await Stage.lending([try .webhook(url)]) { stage in
                try await stage.takeIn(SampleAlert())
                try await stage.enterEarlier(byDays: 3)

                let entries = try await stage.sending { try await stage.journal(reaches: 1) }

                #expect(entries == [self.line(1, #""outcome":"given-up","status":500,"reason":"status""#)])
                #expect(try await stage.waiting() == 0)
            }
        }
    }

    @Test func `sends again after a crash, with the same id, and journals the attempt whose end was lost`() async throws
    {
        try await Receiver.serving { _, number in
            if number == 1 { try await Task.sleep(for: .seconds(30)) }
            return .text("ok")
        } _: { receiver, url in
            try await Stage.lending([try .webhook(url)]) { stage in
                try await stage.takeIn(SampleAlert())
                _ = try await stage.sending { try await eventually { receiver.received.count == 1 } }
                #expect(try await stage.journal() == [])
                try await stage.endLeases()

                let entries = try await stage.sending { try await stage.journal(reaches: 2) }

                #expect(
                    entries == [
                        self.line(1, #""outcome":"failed","reason":"interrupted""#),
                        self.line(2, #""outcome":"delivered","status":200"#),
                    ])
                #expect(receiver.received.map(\.id) == ["al-5f2c-v1", "al-5f2c-v1"])
            }
        }
    }

    @Test func `leaves an attempt to whoever took over when its lease had ended`() async throws {
        let isOver = AsyncStream.makeStream(of: Never.self)
        try await Receiver.serving { _, number in
            guard number == 1 else { return Response(status: 503, headers: ["Retry-After": "60"]) }
            for await _ in isOver.stream {}
            return .text("ok")
        } _: { receiver, url in
            try await Stage.lending([try .webhook(url)]) { stage in
                try await stage.takeIn(SampleAlert())

                let entries = try await stage.sending { sender in
                    _ = try await eventually { receiver.received.count == 1 }
                    try await stage.endLeases()
                    _ = try await stage.journal(reaches: 2)
                    isOver.continuation.finish()
                    let isIdle = try await eventually { sender.freePlaces == Sender.placeCount }
                    #expect(isIdle)
                    return try await stage.journal()
                }

                #expect(
                    entries == [
                        self.line(1, #""outcome":"failed","reason":"interrupted""#),
                        self.line(2, #""outcome":"failed","status":503,"reason":"status""#),
                    ])
                #expect(try await stage.waiting() == 1)
            }
        }
    }

    @Test func `gives up what waits for somebody who is configured no more`() async throws {
        try await Stage.lending([Recipient(name: "oa", match: AlertMatch(), channel: .inbox(Inbox(folder: "/x")))]) {
            stage in
            try await stage.takeIn(SampleAlert())

            let entries = try await stage.without().sending { try await stage.journal(reaches: 1) }

            #expect(
                entries == [
                    """
                    {"alert":"al-5f2c","version":1,"unit":"b-0103","recipient":"oa","attempt":1,\
                    "outcome":"given-up","reason":"recipient-removed"}
                    """
                ])
        }
    }

    @Test func `has no more under way than places`() async throws {
        let open = Mutex((now: 0, most: 0))
        try await Receiver.serving { _, _ in
            open.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            try await Task.sleep(for: .milliseconds(20))
            open.withLock { $0.now -= 1 }
            return .text("ok")
        } _: { receiver, url in
            try await Stage.lending([try .webhook(url)]) { stage in
                let alerts = (1...120).map { SampleAlert(id: "al-\($0)", unit: "b-\($0)", path: "/c/b-\($0)") }
                try await stage.takeIn(alerts.map { $0.record(on: stage.topics) })

                let isDone = try await stage.sending {
                    try await eventually { try await stage.waiting() == 0 }
                }

                #expect(isDone)
                #expect(receiver.received.count == 120)
                #expect(open.withLock { $0.most } <= Sender.placeCount)
                #expect(try await stage.journal().count == 120)
            }
        }
    }

    @Test func `shares the work with another process, each message once and in the order of its unit`() async throws {
        try await Receiver.serving { _, number in
            // Now and then an attempt fails, so that leases, pauses and new messages meet.
            Response(status: number.isMultiple(of: 7) ? 503 : 200)
        } _: { receiver, url in
            try await Stage.lending([try .webhook(url)]) { stage in
                let isDone = try await stage.sending {
                    try await stage.sending {
                        for version in 1...6 as ClosedRange<Int64> {
                            let alerts = (1...20).map {
                                SampleAlert(id: "al-\($0)", version: version, unit: "b-\($0)", path: "/c/b-\($0)")
                            }
                            try await stage.takeIn(alerts.map { $0.record(on: stage.topics) })
                        }
                        return try await eventually { try await stage.waiting() == 0 }
                    }
                }

                #expect(isDone)
                let delivered = try await stage.texts(
                    """
                    SELECT entry->>'alert' || '-v' || (entry->>'version')
                    FROM notification.journal, LATERAL (SELECT convert_from(value, 'UTF8')::json AS entry) AS read
                    WHERE entry->>'outcome' = 'delivered'
                    """)
                #expect(delivered.count == 120 && Set(delivered).count == 120)
                for unit in 1...20 {
                    let ids = receiver.received.map(\.id).filter { $0.hasPrefix("al-\(unit)-v") }
                    #expect(ids == ids.sorted(), "\(ids)")
                }
                let attempts = try await stage.journal().count
                #expect(attempts == receiver.received.count)
            }
        }
    }
}
