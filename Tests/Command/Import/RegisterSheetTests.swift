import Domain
import Messages
import Testing

@testable import Command

@Suite struct `A sheet of the register` {
    private static let header = "code,name,kind,category,parent,from,to"

    @Test(arguments: SheetKind.allCases)
    func `is told by its header row, in any order and case, with blank cells behind it`(kind: SheetKind) throws {
        let header = kind.allColumns.reversed().joined(separator: ",").uppercased() + ",,"

        let sheet = RegisterSheet(Array(header.utf8), name: "x.csv", importID: "i")

        #expect(sheet.faults.isEmpty)
        switch try #require(sheet.content) {
        case .rows(let rows):
            #expect(rows.file == kind.registerFile)
            #expect(rows.rows.isEmpty)
        case .people(let people):
            #expect(kind == .people)
            #expect(people.isEmpty)
        }
    }

    @Test func `tells its faults by line, the header's before what is wrong with quotes below it`() {
        let sheet = Self.sheet("code,naem,kind,category,parent,from,to\na\"b\n\"a\"b\n")

        #expect(sheet.faults.map(\.line) == [1, 2, 3])
        #expect(sheet.faults.map(\.code) == ["bad-header", "bad-quotes", "bad-quotes"])
    }

    @Test func `tells on one line what its header says, however that is written`() {
        let sheet = Self.sheet("\(Self.header),\"col\nour\"\n")

        #expect(
            sheet.faults.map(\.description)
                == ["units.csv:1: the header of units has 'col our', which is not known"])
    }

    @Test func `is any of the register's, or people`() {
        #expect(Set(SheetKind.allCases.compactMap(\.registerFile)) == Set(RegisterFile.allCases))
        #expect(SheetKind.allCases.filter { $0.registerFile == nil } == [.people])
    }

    @Test(arguments: ["", "\u{FEFF}"])
    func `carries the rows of its file as they are, without the spaces around cells`(mark: String) throws {
        let sheet = Self.sheet("\(mark)\(Self.header)\nc, 党委 ,committee,,,2018/9/1,,,\n")

        guard case .rows(let rows) = sheet.content else { throw NoRows() }
        #expect(sheet.faults.isEmpty)
        #expect(rows.importID == "i")
        #expect(rows.name == "units.csv")
        #expect(rows.rows == [.init(line: 2, cells: ["c", "党委", "committee", "", "", "2018/9/1", ""])])
    }

    @Test(arguments: [
        ("", "units.csv:1: is empty"),
        ("code,name,kind,category,parent,from\n", "units.csv:1: the header of units lacks 'to'"),
        ("\(header),colour\n", "units.csv:1: the header of units has 'colour', which is not known"),
        ("\(header),to\n", "units.csv:1: the header of units has 'to' twice"),
        ("a,b\n1,2\n", "units.csv:1: is the header of no file of the register"),
        ("unit,elected,term,members\n", "units.csv:1: the header of committees lacks 'years', and has 'term'"),
        ("person,name,phone,email\n", "units.csv:1: the header of people lacks 'mobile', and has 'phone', which"),
        ("person,name,mobile,email\np-1,张三,1.38001E+10,\n", "units.csv:2: mobile: is no telephone number"),
        ("person,name,mobile,email\np-1,,13800000000,\n", "units.csv:2: name: must not be empty"),
        ("person,name,mobile,email\n张三,张三,,\n", "units.csv:2: person: is no id of a person"),
        ("person,name,mobile,email\np-1,张三,,a@b@c\n", "units.csv:2: email: is no e-mail address"),
        ("\(header)\nc,党委,committee\n", "units.csv:2: has 3 cells, and the header 7"),
        ("\(header)\nc,党委,committee,,,2018-09-01,,x\n", "units.csv:2: has 8 cells, and the header 7"),
        (
            "\(header)\nc,党委,committee,,,9/1/2018,\n",
            "units.csv:2: from: is no day: write it as 2021-03-01 or 2021/3/1; a number of five"
        ),
        ("\(header)\n,党委,committee,,,2018-09-01,\n", "units.csv:2: code: must not be empty"),
        ("\(header)\nc,党委,commitee,,,2018-09-01,\n", "units.csv:2: kind: must be one of committee,"),
        ("\(header)\nc,\"党\"委,committee,,,2018-09-01,\n", "units.csv:2: something stands behind a closing quote"),
        ("\(header)\nc,\"党委,committee,,,2018-09-01,\n", "units.csv:2: a quote opens here and is never closed"),
        ("\"co\"de,name\nc,党委,committee,,,2018-09-01,\n", "units.csv:1: something stands behind a closing quote"),
    ])
    func `names the line of a fault and what was expected`(text: String, fault: String) {
        let sheet = Self.sheet(text)

        #expect(sheet.faults.count == 1)
        #expect(sheet.faults.first?.description.hasPrefix(fault) == true, "\(sheet.faults)")
        #expect(sheet.faults.allSatisfy { !$0.sentence.zh.isEmpty })
    }

    @Test func `names all its faults, in the order of its lines`() {
        let sheet = Self.sheet(
            """
            \(Self.header)
            c,党委,committee,,,never,
            g,总支,general-branch,,c,2018-09-01,
            b,"支
            部,
            二",branch,twig,g,2018-09-01,
            d,x"y,branch,,g,2018-09-01,
            e
            """)

        #expect(sheet.faults.map(\.line) == [2, 4, 7, 8])
    }

    @Test func `may be in GB18030, as Excel saves it`() throws {
        // 党委
        let bytes =
            Array("\(Self.header)\nc,".utf8) + [0xB5, 0xB3, 0xCE, 0xAF] + Array(",committee,,,2018/9/1,\n".utf8)

        let sheet = RegisterSheet(bytes, name: "units.csv", importID: "i")

        guard case .rows(let rows) = sheet.content else { throw NoRows() }
        #expect(rows.rows.map(\.cells) == [["c", "党委", "committee", "", "", "2018/9/1", ""]])
    }

    @Test func `in no encoding is refused with the first line that is not text`() {
        let sheet = RegisterSheet(
            Array("\(Self.header)\n".utf8) + [0xB5, 0xB3, 0xFF, 0x0A], name: "units.csv", importID: "i")

        #expect(
            sheet.faults.map(\.description) == [
                "units.csv:2: is neither UTF-8 nor GB18030: save the file as 'CSV UTF-8'"
            ])
    }

    @Test func `of people never becomes rows that travel`() throws {
        let sheet = Self.sheet("person,name,mobile,email\np-1,张三,+86 138-0000-0000,zhang@example.edu\np-2,李四,,\n")

        guard case .people(let people) = sheet.content else { throw NoRows() }
        #expect(people.map(\.row.person) == ["p-1", "p-2"])
        #expect(people.map(\.row.mobile) == ["+86 138-0000-0000", nil])
        #expect(people.map(\.line) == [2, 3])
    }

    @Test func `of people may repeat a person, and not contradict itself`() {
        func contacts(_ rows: String) -> ContactImport {
            guard case .people(let people) = Self.sheet("person,name,mobile,email\n" + rows).content else {
                return ContactImport([])
            }
            return ContactImport(people)
        }

        let repeated = contacts("p-1,张三,,\np-1,张三,,\n")
        let contradicted = contacts("p-1,张三,,\np-2,李四,,\np-1,张三,12345,\n")

        #expect(repeated.rows.count == 1)
        #expect(repeated.faults.isEmpty)
        #expect(
            contradicted.faults.map(\.description) == [
                "units.csv:4: person: is the person of units.csv:2 and says something else of them; keep one of the two"
            ])
    }

    private static func sheet(_ text: String) -> RegisterSheet {
        RegisterSheet(Array(text.utf8), name: "units.csv", importID: "i")
    }

    /// A sheet is not what it should be.
    private struct NoRows: Error {}
}
