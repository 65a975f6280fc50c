import Domain
import Packs
import Testing

@Suite struct `The canonical form of a pack` {
    @Test func `is a pack file that gives the same pack again`() throws {
        let pack = try Files.pack()

        let again = try Pack(pack.id, from: [PackFile(name: "flat.yaml", text: pack.yaml)])

        #expect(again == pack)
        #expect(again.yaml == pack.yaml)
        #expect(pack.digest.hasPrefix("sha256:"))
        #expect(pack.digest.count == 7 + 64)
    }

    @Test func `keeps texts whatever they hold`() throws {
        let odd = "„quotes“ \"'\\ tab\t line\nbreak {}[],:#&*!|>%@` \u{1}\u{7F}\u{85}\u{2028}\u{FEFF}🦊 no ~ 010"
        let pack = try Files.pack()
        let requirement = pack.requirements[1]
        let changed = Pack(
            id: pack.id, version: "no", begins: pack.begins,
            requirements: [
                Requirement(
                    id: requirement.id, gate: requirement.gate, title: BilingualText(zh: odd, en: "null"),
                    wording: BilingualText(zh: "2021-03-01", en: "~"), clauses: ["4-2"], basis: requirement.basis,
                    binds: requirement.binds, criterion: requirement.criterion, severity: .breach,
                    owedBy: requirement.owedBy, tell: requirement.tell, begins: pack.begins.next)
            ])

        let again = try Pack(pack.id, from: [PackFile(name: "flat.yaml", text: changed.yaml)])

        #expect(again == changed)
    }

    @Test(arguments: [
        ("# The college's action plan", "# A plan"),
        ("title: {zh: 主题党日, en: Theme Party day}", "title:\n      en: 'Theme Party day'\n      zh: \"主题党日\""),
        ("filing-days: 3\n", "filing-days: 3\n    severity: breach\n    begins: '2021-03-01'\n"),
        ("basis: [L-5, M5-6]", "basis:\n    - L-5\n    - M5-6"),
        ("builds-on: [national]\nbegins: 2021-03-01", "begins: 2021-03-01\nbuilds-on: [national]"),
    ])
    func `does not depend on how a file is written`(part: String, other: String) throws {
        #expect(try Files.pack(replacing: part, by: other).digest == Files.pack().digest)
    }

    @Test(arguments: [
        ("version: \"1\"", "version: \"2\""), ("begins: 2021-03-01", "begins: 2021-03-02"),
        ("minutes: 60", "minutes: 61"), ("allowance-minutes: 10", "allowance-minutes: 9"),
        ("lead-days: 7", "lead-days: 8"), ("lead-days: 7", "lead-months: 7"), ("filing-days: 3", "filing-days: 4"),
        ("every: month", "every: quarter"), ("maximum: 50", "maximum: 51"), ("[study, exchange,", "[exchange, study,"),
        ("主题党日,", "主题党日。,"), ("clauses: [M5-6, L-5]", "clauses: [M5-6]"), ("basis: [L-5, M5-6]", "basis: [L-5]"),
        ("article: 三、5", "article: 三、6"), ("confirmed: true", "confirmed: false"), ("at: unit", "at: superior"),
        ("gate: standard-management", "gate: institutions"), ("binds: [branch]", "binds: [branch, group]"),
        ("    tell:", "    severity: warning\n    tell:"), ("    tell:", "    begins: 2021-04-01\n    tell:"),
        ("of: due", "of: committee"), ("share: 1/2", "share: 2/3"), (", committee: in-office", ""),
        ("except: [temporary]", "except: [retired]"), ("formal-members: 7", "formal-members: 8"),
        ("minimum: 3", "minimum: 2"), ("usual-maximum: 5", "usual-maximum: 6"), ("maximum: 7", "maximum: 8"),
        (", absence: breach", ""), ("lead-months: 6", "lead-months: 5"), ("from: 9,", "from: 10,"),
        ("to: 6}", "to: 5}"),
        ("about: committee-term", "about: other"), ("report: problem-list", "report: other"),
        ("from: 2021-03-01", "from: 2021-03-02"), ("to: 2021-04-15", "to: 2021-04-16"),
        ("due-inclusive: true", "due-inclusive: false"), ("at: superiors-superior", "at: superior"),
    ])
    func `changes with whatever the pack says`(part: String, other: String) throws {
        #expect(try Files.pack(replacing: part, by: other).digest != Files.pack().digest)
    }
}
