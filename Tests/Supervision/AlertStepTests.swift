import Crypto
import Domain
import JSON
import Messages
import Testing

@testable import Supervision

@Suite struct `An alert's next version` {
    private func known(_ status: Alert.Status, _ version: Int64) -> KnownAlert {
        KnownAlert(
            version: version, status: status, severity: .breach, body: [], content: SHA256.digest(of: "x").first16)
    }

    @Test func `is the first where there was none`() {
        let step = AlertStep(.raise(.reminder), after: nil)

        #expect(step?.version == 1 && step?.status == .raised && step?.severity == .reminder)
    }

    @Test(arguments: [Alert.Status.raised, .changed])
    func `changes or resolves what stands`(status: Alert.Status) {
        let last = self.known(status, 4)

        let (changed, resolved) = (AlertStep(.raise(.warning), after: last), AlertStep(.resolve, after: last))

        #expect(changed?.version == 5 && changed?.status == .changed && changed?.severity == .warning)
        #expect(resolved?.version == 5 && resolved?.status == .resolved && resolved?.severity == .breach)
        #expect(AlertStep(.leave, after: last) == nil)
    }

    @Test func `raises again what was resolved, and resolves nothing twice`() {
        let last = self.known(.resolved, 3)

        let raised = AlertStep(.raise(.breach), after: last)

        #expect(raised?.version == 4 && raised?.status == .raised)
        #expect(AlertStep(.resolve, after: last) == nil && AlertStep(.resolve, after: nil) == nil)
    }

    @Test func `has the id of its duty for ever`() {
        let april = AlertSubject.duty(DutyName(requirement: "theme-day", from: Day("2021-04-01"))).alertID(at: "b-1")
        let limit = AlertSubject.duty(DutyName(requirement: "branch-size", from: nil)).alertID(at: "b-1")

        // The first 16 digits of: printf 'b-1\0theme-day\0%s' 2021-04-01 | sha256sum
        #expect(april == "al-2e842a15ac7adc91")
        #expect(limit == "al-b706c79a7b679a81")
    }

    @Test func `withdraws what nobody can explain any more with what it was about`() throws {
        let body =
            #"{"alert":"al-1","version":2,"status":"changed","severity":"breach","unit":{"id":"b-1"},"#
            + #""window":{"from":"2021-04-01","to":"2021-04-30"},"verdict":"not-met","counted":[],"#
            + #""notCounted":[{"id":"e-1"}],"missing":{"zh":"缺","en":"gone"},"mend":{"zh":"补","en":"do"},"#
            + #""asOf":"2021-05-04T00:00:00+08:00","pack":{"id":"p"}}"#
        let last = KnownAlert(
            version: 2, status: .changed, severity: .breach, body: Array(body.utf8),
            content: SHA256.digest(of: "x").first16)
        let step = try #require(AlertStep(.resolve, after: last))

        let version = try AlertVersion(
            withdrawing: last, of: "b-1", .duty(DutyName(requirement: "theme-day", from: Day("2021-04-01"))), step,
            asOf: at("2021-05-05"))

        let expected =
            #"{"alert":"al-1","version":3,"status":"resolved","severity":"breach","unit":{"id":"b-1"},"#
            + #""window":{"from":"2021-04-01","to":"2021-04-30"},"verdict":"not-applicable","counted":[],"#
            + #""notCounted":[],"asOf":"2021-05-05T00:00:00+08:00","pack":{"id":"p"}}"#
        #expect(String(decoding: version.body, as: UTF8.self) == expected)
    }

    @Test func `lists the first of very many records, so that every broker takes it`() throws {
        let records = (1...5_000).map { #"{"source":"/campus/oa","id":"e-\#($0)","reason":"segment-missing:study"}"# }
        let long = AlertBody(
            Array(#"{"alert":"al-1","counted":[],"notCounted":[\#(records.joined(separator: ","))]}"#.utf8))
        let short = AlertBody(Array(#"{"alert":"al-1","counted":[],"notCounted":[\#(records[0])]}"#.utf8))

        let bounded = try long.bounded()

        let first = records.prefix(50).joined(separator: ",")
        #expect(
            String(decoding: bounded.bytes, as: UTF8.self)
                == #"{"alert":"al-1","counted":[],"notCounted":[\#(first)]}"#)
        #expect(try short.bounded().bytes == short.bytes)
    }
}
