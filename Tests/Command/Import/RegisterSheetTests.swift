import Domain
import Messages
import Testing

@testable import Command

@Suite struct `A sheet of the register` {
    private static let header = "code,name,kind,category,parent,from,to"

    @Test(arguments: RegisterFile.allCases)
    func `is told by its header row, in any order and case, with blank cells behind it`(file: RegisterFile) {
        let header = file.allColumns.reversed().joined(separator: ",").uppercased() + ",,"

        let sheet = RegisterSheet(Array(header.utf8), name: "x.csv", importID: "i")

        #expect(sheet.faults.isEmpty)
        #expect(sheet.rows?.file == file)
        #expect(sheet.rows?.rows.isEmpty == true)
    }

    @Test(arguments: ["", "\u{FEFF}"])
    func `carries the rows of its file as they are, without the spaces around cells`(mark: String) throws {
        let sheet = Self.sheet("\(mark)\(Self.header)\nc, 党委 ,committee,,,2018/9/1,,,\n")

        let rows = try #require(sheet.rows)
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
        ("\(header)\nc,党委,committee\n", "units.csv:2: has 3 cells, and the header 7"),
        ("\(header)\nc,党委,committee,,,2018-09-01,,x\n", "units.csv:2: has 8 cells, and the header 7"),
        ("\(header)\nc,党委,committee,,,9/1/2018,\n", "units.csv:2: from: is no day: write it as 2021-03-01 or 2021/3/1"),
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

    @Test func `that is not UTF-8 is refused with the first line that is not`() {
        let sheet = RegisterSheet(
            Array("\(Self.header)\n".utf8) + [0xB5, 0xB3, 0xCE, 0xAF, 0x0A], name: "units.csv", importID: "i")

        #expect(
            sheet.faults.map(\.description) == ["units.csv:2: is not UTF-8: save the file as 'CSV UTF-8'"])
    }

    private static func sheet(_ text: String) -> RegisterSheet {
        RegisterSheet(Array(text.utf8), name: "units.csv", importID: "i")
    }
}
