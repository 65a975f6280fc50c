import Domain
import Packs
import Testing
import YAML

@Suite struct `The tests in a pack` {
    private static let college: PackID = "hbgyzy-2021"

    @Test func `of the college all hold`() throws {
        let tests = try Pack.tests(Self.college, from: Files.packs())

        #expect(tests.count > 90)
        #expect(tests.compactMap { $0.failure()?.description } == [])
    }

    @Test func `of the college show a pass and a failure of each requirement`() throws {
        let tests = try Pack.tests(Self.college, from: Files.packs())

        for requirement in try Files.pack().requirements {
            let verdicts = tests.filter { $0.requirement == requirement }.map(\.expected.verdict)
            #expect(verdicts.contains(.met) && verdicts.contains(.notMet), "\(requirement.id)")
        }
    }

    /// Each number and word of the ten requirements, moved by as little as can be.
    @Test(arguments: [
        ("minutes: 60", "minutes: 61"), ("minutes: 60", "minutes: 59"), ("[study, exchange, practice]", "[study]"),
        ("every: month", "every: quarter"), ("lead-days: 7", "lead-days: 8"), ("lead-days: 7", "lead-days: 6"),
        ("filing-days: 3", "filing-days: 4"), ("filing-days: 3", "filing-days: 2"),
        ("every: quarter", "every: half"), ("{of: due, share: 1/2}", "{of: due, share: 51/100}"),
        ("{of: due, share: 1/2}", "{of: due, share: 2/5}"), ("lead-days: 14", "lead-days: 15"),
        ("lead-days: 14", "lead-days: 13"), ("{of: committee, share: 1/2}", "{of: due, share: 1/2}"),
        (", committee: in-office", ""), ("binds: [group]", "binds: [group, branch]"), ("maximum: 50", "maximum: 49"),
        ("maximum: 50", "maximum: 51"), ("except: [temporary], formal-members: 7", "formal-members: 7"),
        ("formal-members: 7", "formal-members: 6"), ("formal-members: 7", "formal-members: 8"),
        ("minimum: 3", "minimum: 2"), ("minimum: 3", "minimum: 4"), ("maximum: 7", "maximum: 6"),
        ("maximum: 7", "maximum: 8"), ("absence: breach", "absence: warning"), ("lead-months: 6", "lead-months: 5"),
        ("lead-months: 6", "lead-months: 7"), ("from: 9,", "from: 8,"), ("from: 9,", "from: 10,"),
        ("to: 6}", "to: 5}"), ("to: 6}", "to: 7}"), ("about: committee-term\n", "about: other\n"),
        ("report: problem-list\n", "report: other\n"), ("from: 2021-03-01", "from: 2021-02-28"),
        ("from: 2021-03-01", "from: 2021-03-02"), ("to: 2021-04-15", "to: 2021-04-14"),
        ("to: 2021-04-15", "to: 2021-04-16"), ("due-inclusive: true", "due-inclusive: false"),
        ("from: 2021-06-01", "from: 2021-05-31"), ("to: 2021-07-05", "to: 2021-07-04"),
        ("to: 2021-07-05", "to: 2021-07-06"), ("severity: warning\n    binds", "severity: breach\n    binds"),
        ("begins: 2021-03-01", "begins: 2021-02-28"),
    ])
    func `of the college notice what somebody changes`(part: String, other: String) throws {
        let files = try Files.packs(replacing: part, by: other)

        let failures = try Pack.tests(Self.college, from: files).compactMap { $0.failure() }

        #expect(!failures.isEmpty)
    }

    private func failures(_ test: String) throws -> [String] {
        let files = try Files.packs(replacing: "    tests:\n", by: "    tests:\n" + test)
        return try Pack.tests(Self.college, from: files).compactMap { $0.failure()?.description }
    }

    @Test func `say what was expected, what came and what that rests on`() throws {
        let failures = try self.failures(
            """
                  - name: two halves
                    given:
                      - activity: {id: a, at: 2021-04-09, segments: {study: 60, exchange: 60}}
                      - activity: {id: b, at: 2021-04-10, segments: {study: 60, exchange: 60, practice: 60}}
                    now: 2021-05-04
                    window: 2021-04-01
                    expect: not-met
                  - name: no such window
                    now: 2021-05-04
                    window: 2021-02-01
                    expect: not-met
                  - name: no such cell
                    now: 2021-05-04
                    expect: none
                  - name: another reason
                    now: 2021-05-02
                    expect: unknown
                    reason: no-source

            """)

        #expect(failures.count == 4)
        #expect(
            failures[0].hasSuffix(
                "theme-day, two halves: expected not-met, got met (window 2021-04-01 to 2021-04-30; b counts; "
                    + "a does not: segment-missing:practice; /source has sent all up to 2021-05-04T00:00:00+08:00)"))
        #expect(failures[0].hasPrefix("hbgyzy-2021.yaml:"))
        #expect(failures[1].contains("no such window: expected not-met, got no such window (windows 2021-03-01 to"))
        #expect(failures[2].contains("no such cell: expected no cell, got not-met (window 2021-04-01"))
        #expect(failures[3].contains("another reason: expected unknown no-source, got unknown filing (window"))
    }

    @Test func `tell of corrections, of what was known when, and of who reports`() throws {
        let failures = try self.failures(
            """
                  - name: corrected
                    given:
                      - activity: {id: a, at: 2021-04-09, segments: {study: 60, exchange: 60}}
                      - activity:
                          id: a
                          at: 2021-04-09
                          segments: {study: 60, exchange: 60, practice: 60}
                          recorded: 2021-04-12
                    now: 2021-04-20
                    known-at: 2021-04-12
                    window: 2021-04-01
                    expect: met
                  - name: one of two sources
                    given:
                      - source: {source: /a, kinds: [theme-day]}
                      - source: {source: /b, kinds: [theme-day], unit: g}
                      - watermark: {source: /b, until: 2021-04-30}
                    now: 2021-05-04
                    expect: unknown
                    reason: behind:/b
                  - name: a waiver taken back
                    given:
                      - waiver: {from: 2021-04-01, to: 2021-04-30, accepted: 2021-04-02, revoked: 2021-04-30}
                    now: 2021-05-04
                    expect: not-met
                  - name: a letter that was dealt with
                    given:
                      - dead-letter:
                          {at: 2021-04-09, kind: theme-day, code: too-large, recorded: 2021-04-10, ended: 2021-05-01}
                    now: 2021-05-04
                    expect: not-met

            """)

        #expect(failures == [])
    }

    @Test(arguments: [
        ("now: 2021-05-04", "", "1:9: the key “now” is missing"),
        ("now: 2021-05-04", "now: yesterday", "6:14: “yesterday” is neither a day nor an instant"),
        ("now: 2021-05-04", "now: 2021-05-04T09:00:00", "6:14: “2021-05-04T09:00:00” is neither a day nor an instant"),
        ("expect: not-met", "expect: red", "7:17: “red” is not known here, expected one of: met, open"),
        ("expect: not-met", "expect: unknown", "7:17: nothing says why it is unknown, expected a reason"),
        ("activity", "activities", "3:13: unknown key “activities”, expected one of: activity, retraction"),
        ("at: 2021-04-09", "on: 2021-04-09", "3:24: unknown key “on”, expected one of: at, id, kind"),
        ("study: 60", "study: soon", "3:58: “soon” stands here, expected an integer"),
        ("due: 9, present: 9", "due: 9, present: 10", "4:83: 10 is out of bounds, expected 0 to 9"),
        ("from: 2021-04-01, to: 2021-04-02", "from: 2021-04-01, to: 2021-03-31", "5:44: “2021-03-31” lies before"),
        (
            "- waiver:", "- waiver: {}\n            members:",
            "5:13: not one fact stands here, expected one of: activity"
        ),
    ])
    func `that cannot be read are faults with a place`(part: String, other: String, said: String) throws {
        let test = """
                  - name: a test
                    given:
                      - activity: {at: 2021-04-09, segments: {study: 60}}
                      - activity: {kind: talks, at: 2021-04-09, attendance: {due: 9, present: 9}}
                      - waiver: {from: 2021-04-01, to: 2021-04-02}
                    now: 2021-05-04
                    expect: not-met

            """
        #expect(try self.failures(test) == [])

        let error = #expect(throws: YAMLError.self) {
            try self.failures(test.replacing(part, with: other, maxReplacements: 1))
        }

        let place = try #require(said.split(separator: ":").first.flatMap { Int($0) })
        let text = try #require(Files.packs(replacing: "", by: "").first { $0.name == "hbgyzy-2021.yaml" }?.text)
        let line = text[..<(try #require(text.firstRange(of: "    tests:\n")).upperBound)].count { $0 == "\n" } + place
        let expected = "hbgyzy-2021.yaml:\(line)" + said.drop { $0 != ":" }
        #expect(error?.description.hasPrefix(expected) == true, "\(String(describing: error)), not \(expected)")
    }
}
