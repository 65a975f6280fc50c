import Packs
import Testing

@Suite struct `A look at pack files` {
    private func findings(replacing part: String = "", by other: String = "") throws -> [String] {
        PackLint(try Files.packs(replacing: part, by: other)).findings.map(\.description)
    }

    @Test func `finds nothing in the packs that came with the program`() throws {
        #expect(try self.findings() == [])
    }

    @Test func `finds every fault that can be told apart, in the order of the file`() throws {
        let files = try Files.packs().map { file in
            let text = file.text.replacing("share: 1/2", with: "share: 3/2")
                .replacing("maximum: 50", with: "maximum: many").replacing("now: 2021-05-06\n", with: "now: soon\n")
            return PackFile(name: file.name, text: text)
        }
        let faults = PackLint(files).findings.filter { $0.weight == .fault }

        #expect(faults.count > 5)
        #expect(faults.map(\.line) == faults.map(\.line).sorted())
        #expect(faults.count { $0.text.hasPrefix("“3/2” is not a share") } == 2)
        #expect(faults.count { $0.text.hasPrefix("“many” stands here") } == 1)
        #expect(faults.count { $0.text.hasPrefix("“soon” is neither a day nor an instant") } > 2)
    }

    @Test func `finds the faults of one file also where another cannot be read`() {
        let lint = PackLint([
            PackFile(name: "a.yaml", text: "pack: ["), PackFile(name: "b.yaml", text: "pack: b\nversion: ''"),
        ])

        #expect(lint.findings.map(\.file) == ["a.yaml", "b.yaml"])
        #expect(lint.findings.last?.description == "b.yaml:2:10: a text of 0 characters, expected 1 to 32")
    }

    @Test(arguments: [
        (
            "article: 三、5, modality: must, confirmed: true", "article: 三、5, modality: must, confirmed: false",
            "warning: the norm “M5-6” is not confirmed"
        ),
        (
            "basis: [E-2]", "basis: [{document: A, article: \"1\", modality: should, confirmed: false}]",
            "warning: this is not confirmed"
        ),
        ("clauses: [M5-6, L-5]", "clauses: [M5-6, L-99]", "warning: no layer gives a norm “L-99”"),
        ("basis: [L-5, M5-6]", "basis: [L-5, M5-6]\n    severity: warning", "warning: every norm of it says must"),
    ])
    func `warns of what its author should look at again`(part: String, other: String, said: String) throws {
        let findings = try self.findings(replacing: part, by: other)

        #expect(findings.count == 1)
        #expect(findings.first?.contains(said) == true, "\(findings)")
        #expect(findings.first?.hasPrefix("hbgyzy-2021.yaml:") == true)
    }

    @Test func `warns of a requirement without a test that passes, or one that fails`() {
        let pack = """
            pack: p
            version: "1"
            begins: 2021-03-01
            requirements:
              - id: meeting
                gate: institutions
                title: {zh: 会, en: Meeting}
                wording: {zh: 会, en: Meeting}
                clauses: [A-1]
                basis: [A-1]
                binds: [branch]
                owed-by: [{role: secretary, at: unit}]
                tell: [{role: office, at: superior}]
                cadence: {kind: group-meeting, every: month, lead-days: 7}
                tests: [{name: none, now: 2021-05-01, expect: not-met}]
            norms:
              A-1:
                - {document: A, article: "1", modality: must, confirmed: true}
            """

        #expect(
            PackLint([PackFile(name: "p.yaml", text: pack)]).findings.map(\.description)
                == ["p.yaml:5:5: warning: “meeting” has no test that expects met, expected one"])
        let untested = pack.split(separator: "\n").filter { !$0.contains("tests:") }.joined(separator: "\n")
        #expect(PackLint([PackFile(name: "p.yaml", text: untested)]).findings.count == 2)
    }
}
