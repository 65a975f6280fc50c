import Domain
import Messages
import Testing

@Suite struct `The fact that a verdict changed` {
    private static let provenance = Provenance(
        asOf: Instant(microseconds: 1_620_000_000_123_456),
        pack: .init(
            Pack(
                id: "hbgyzy-2021", version: "1", begins: Day(daysSince1970: 18_687), requirements: [],
                digest: "sha256:ab")
        ),
        inputs: "sha256:cd",
        positions: .init(registry: 7, lane: 17, activity: 4, watermarks: 9, waivers: 2),
        days: Period(from: Day(daysSince1970: 18_628), through: Day(daysSince1970: 18_747)))

    @Test(arguments: [
        Finding(verdict: .met, isLate: true), Finding(verdict: .met, isFiledLate: true), Finding(verdict: .notMet),
        Finding(verdict: .unknown, reason: "behind:/campus/oa"),
    ])
    func `is read as it was written`(finding: Finding) throws {
        let window = Period(from: Day(daysSince1970: 18_718), through: Day(daysSince1970: 18_747))
        let fact = VerdictChanged(
            unit: "b-0103", requirement: "theme-day", window: window, from: .open, to: finding,
            provenance: Self.provenance)

        #expect(VerdictChanged(data: fact.data) == fact)
    }

    @Test func `is read as it was written where it is of a limit and new`() throws {
        let fact = VerdictChanged(
            unit: "b-0103", requirement: "branch-size", window: nil, from: nil, to: Finding(verdict: .met),
            provenance: Self.provenance)

        #expect(VerdictChanged(data: fact.data) == fact)
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"unit":"b-0103","requirement":"theme-day","verdict":"met"}"#,
        #"{"unit":"b-0103","requirement":"theme-day","verdict":"splendid"}"#,
    ])
    func `is nothing else`(text: String) {
        #expect(VerdictChanged(data: Array(text.utf8)) == nil)
    }
}
