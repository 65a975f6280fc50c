import Domain
import Packs
import Testing
import YAML

@Suite struct `A fault in a pack` {
    private static let state = PackFile(
        name: "state.yaml",
        text: """
            pack: state
            version: "1"
            norms:
              L-5:
                - {document: Rules, article: "16", modality: must, confirmed: true}
            """)

    private static let college = """
        pack: college
        version: "1"
        builds-on: [state]
        begins: 2021-03-01
        norms:
          M5-6:
            - {document: Plan, article: "5", modality: may, confirmed: true}
        requirements:
          - id: theme-day
            gate: institutions
            title: {zh: 主题党日, en: Theme day}
            wording: {zh: 每月一次, en: Once a month}
            clauses: [M5-6, L-5]
            basis: [L-5, M5-6]
            binds: [branch]
            owed-by: [{role: secretary, at: unit}]
            tell: [{role: office, at: superior}]
            cadence:
              kind: theme-day
              every: month
              segments: {parts: [study], minutes: 60, allowance-minutes: 10}
              lead-days: 7
              filing-days: 3
        """

    private func read(_ text: String) throws(YAMLError) -> Pack {
        try Pack("college", from: [Self.state, PackFile(name: "college.yaml", text: text)])
    }

    @Test(arguments: [
        ("gate: institutions", "gate: x", "10:11: “x” is not known here, expected one of: political-building, "),
        ("    title:", "    tittle:", "11:5: unknown key “tittle”, expected one of: id, gate, title"),
        ("    gate: institutions\n", "", "9:5: the key “gate” is missing"),
        ("norms:", "norm:", "5:1: unknown key “norm”, expected one of: pack, version"),
        ("minutes: 60", "minutes: 0", "21:43: 0 is out of bounds, expected 1 to 1440"),
        ("allowance-minutes: 10", "allowance-minutes: 61", "21:66: 61 is out of bounds, expected 0 to 60"),
        ("lead-days: 7", "lead-days: 367", "22:18: 367 is out of bounds, expected 0 to 366"),
        ("lead-days: 7", "lead-months: 25", "22:20: 25 is out of bounds, expected 0 to 24"),
        ("lead-days: 7", "lead-days: soon", "22:18: “soon” stands here, expected an integer"),
        ("      lead-days: 7\n", "", "19:7: nothing says when it is due soon, expected lead-days or lead-months"),
        ("filing-days: 3", "lead-months: 1", "23:20: a second lead stands here"),
        ("filing-days: 3", "filing-days: -1", "23:20: -1 is out of bounds, expected 0 to 90"),
        ("[L-5, M5-6]\n    binds", "[L-5, X]\n    binds", "14:18: no layer gives the norm “X”, expected one of: L-5"),
        ("[L-5, M5-6]\n    binds", "[]\n    binds", "14:12: nothing stands here, expected at least one norm"),
        ("[L-5, M5-6]\n    binds", "[M5-6]\n    binds", "14:12: these norms only permit, expected at least one that"),
        ("[state]", "[nation]", "3:13: no file is the pack “nation”, expected one of: college, state"),
        ("begins: 2021-03-01", "begins: 2021-02-29", "4:9: “2021-02-29” is not a day, expected a day like 2021-03-01"),
        ("begins: 2021-03-01\n", "", "1:1: the key “begins” is missing"),
        ("  M5-6:\n", "  L-5:\n", "7:5: the norm “L-5” is given twice, expected an id of its own"),
        ("binds: [branch]", "binds: [branch, branch]", "15:21: this stands here twice, expected once"),
        ("binds: [branch]", "binds: []", "15:12: nothing stands here, expected at least one element"),
        ("- id: theme-day", "- id: theme day", "9:9: “theme day” is not a name, expected 1 to 64 letters"),
        ("zh: 主题党日, en: Theme day", "zh: 主题党日", "11:12: the key “en” is missing"),
        ("zh: 主题党日", "zh: ''", "11:17: a text of 0 characters, expected 1 to 60"),
        ("confirmed: true", "confirmed: yes", "7:64: “yes” stands here, expected true or false"),
        ("at: unit", "at: home", "16:37: “home” is not known here, expected one of: unit, superior, superiors-"),
        ("    cadence:", "    limit: {of: members, maximum: 1}\n    cadence:", "9:5: it is measured in 2 ways"),
        ("pack: college", "pack: [", ""),
    ])
    func `names file, line and column, and what was expected`(part: String, other: String, said: String) throws {
        #expect(Self.college.contains(part))

        let error = #expect(throws: YAMLError.self) {
            try self.read(Self.college.replacing(part, with: other, maxReplacements: 1))
        }

        let description = try #require(error).description
        #expect(description.hasPrefix("college.yaml:" + said), "\(description)")
    }

    @Test func `is none where everything is right`() throws {
        let pack = try self.read(Self.college)

        #expect(pack.requirements.count == 1)
    }

    @Test func `lies in a requirement that is not measured, or measured twice under one id`() throws {
        let unmeasured = Self.college.split(separator: "    cadence:")[0]
        let requirement = Self.college.split(separator: "requirements:\n")[1]

        let none = #expect(throws: YAMLError.self) { try self.read(String(unmeasured)) }
        let twice = #expect(throws: YAMLError.self) { try self.read(Self.college + "\n" + requirement) }

        #expect(none?.what == "nothing says how it is measured")
        #expect(twice?.description == "college.yaml:24:5: a second requirement “theme-day”, expected an id of its own")
    }

    @Test func `lies in files of which two are one pack, or none is the one asked for`() throws {
        let college = PackFile(name: "college.yaml", text: Self.college)
        let copy = PackFile(name: "copy.yaml", text: Self.college)

        let twice = #expect(throws: YAMLError.self) { try Pack("college", from: [college, copy]) }
        let none = #expect(throws: YAMLError.self) { try Pack("town", from: [college, Self.state]) }

        #expect(
            twice?.description == "copy.yaml:1:1: a second file of the pack “college”, expected one file for each pack")
        #expect(none?.what == "no file is the pack “town”")
        #expect(none?.expected == "one of: college, state")
    }

    @Test func `is not that layers build on each other`() throws {
        let ring = Self.state.text.replacing("norms:", with: "builds-on: [college]\nnorms:")

        let pack = try Pack(
            "college", from: [PackFile(name: "ring.yaml", text: ring), PackFile(name: "c.yaml", text: Self.college)])

        #expect(pack.requirements.first?.basis.count == 2)
    }
}
