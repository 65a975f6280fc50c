import Pipeline
import Testing

@testable import Command

@Suite struct `What is not as it was journalled` {
    @Test func `is counted, and kept as far as somebody reads: the first hundred of each aspect`() {
        var journals = Discrepancies()
        for position in 1...150 { journals.append(.at(Int64(position), .journal("entry"))) }
        var all = Discrepancies()
        all.append(.at(7, .table("record", row: "1")))
        all.append(contentsOf: journals)
        all.append(contentsOf: journals)

        #expect(all.count == 301 && all.count(of: .journals) == 300)
        #expect(all.kept.map { $0.number?.position } == [7] + (1...100).map(Int64.init))
    }

    @Test func `is told in one line, whatever a row holds, before what to do`() {
        var report = VerifyReport()
        report.found.append(.at(4, .table("unit", row: "'a\nb'")))

        #expect(
            report.text.hasPrefix(
                "activity lane 3 position 4: table unit, row 'a\u{FFFD}b': found this, expected that\n\njournals  "))
        #expect(report.text.contains("restore"))
        #expect(report.text.hasSuffix("verified in 0.0 s: 1 discrepancy\n"))
    }
}

extension Discrepancy {
    fileprivate static func at(_ position: Int64, _ subject: Subject) -> Discrepancy {
        Discrepancy(
            "activity", JournalNumber(lane: 3, position: position), subject, found: "this", expected: "that")
    }
}
