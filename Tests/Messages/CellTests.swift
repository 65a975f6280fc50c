import Domain
import Messages
import Testing

@Suite struct `A cell` {
    @Test(arguments: [
        "2021-03-01", "2021/3/1", "2021/03/01", "2021-3-1", "2021/3/1 0:00", "2021/3/1 00:00:00", "2021-03-01 0:00",
        "2021年3月1日", "2021年03月01日", "44256",
    ])
    func `holds a day as people and Excel write it`(text: String) throws {
        #expect(try member(date: text) == Day("2021-03-01"))
    }

    @Test func `holds Excel's number of a day, leap days and all`() throws {
        #expect(try member(date: "36585") == Day("2000-02-29"))
        #expect(try member(date: "10000") == Day("1927-05-18"))
        #expect(try member(date: "99999") == Day("2173-10-13"))
    }

    @Test(arguments: [
        "2021", "20210301", "442561", "44256.5", "-4425", "2021/3", "2021/3/32", "2021/2/29", "2021-03/01", "21/3/1",
        "3/1/2021", "2021/3/1 14:30", "2021/3/1 24:00", "2021/3/1 0", "2021/3/1 0:60", "2021年3月", "2021年3月1",
        "2021月3年1日", "2021/+3/1", "２０２１/3/1", "2021/3/1 0:00 x", "年月日",
    ])
    func `that holds no day is refused, and says what is expected`(text: String) throws {
        let fault = #expect(throws: RowFault.self) { try member(date: text) }

        #expect(fault?.column == "date")
        #expect(fault?.code == "bad-day")
        #expect(fault?.sentence.en.contains("1899-12-30") == true)
    }

    @Test(arguments: [
        ("2021-03-01T14:30:00+08:00", "2021-03-01T14:30:00+08:00"),
        ("2021-03-01T06:30:00Z", "2021-03-01T14:30:00+08:00"),
        ("2021/3/1 14:30", "2021-03-01T14:30:00+08:00"), ("2021-3-1 14:30:05", "2021-03-01T14:30:05+08:00"),
        ("2021年3月1日 8:05", "2021-03-01T08:05:00+08:00"), ("2021/3/1", "2021-03-01T00:00:00+08:00"),
        ("44256", "2021-03-01T00:00:00+08:00"),
    ])
    func `holds an instant, by the clocks of Shanghai where it has no offset`(text: String, instant: String) throws {
        #expect(try member(date: "2021-02-01", recorded: text, \.known) == Instant(instant))
    }

    @Test(arguments: ["2021-03-01T14:30:00", "14:30", "2021/3/1 2:30 PM", "yesterday"])
    func `that holds no instant is refused`(text: String) {
        let fault = #expect(throws: RowFault.self) { try member(date: "2021-02-01", recorded: text, \.known) }

        #expect(fault?.column == "recorded")
        #expect(fault?.code == "bad-instant")
    }

    @Test(arguments: [
        ("0531-87654321", true), ("+86 138 0000 0000", true), ("110", false), ("1.38E+10", false), ("+", false),
        ("1234567890123456", false), ("12345+6", false),
    ])
    func `holds a telephone number or is refused`(text: String, isNumber: Bool) {
        let row = ImportRows.Row(line: 2, cells: ["p-1", "张三", text, ""])

        let person = try? PersonRow(row, in: PersonRow.requiredColumns, of: "people.csv")

        #expect((person != nil) == isNumber)
    }

    private func member(date: String) throws(RowFault) -> Day { try member(date: date, \.date) }

    private func member<Value>(
        date: String, recorded: String = "", _ value: (MemberRow) -> Value
    ) throws(RowFault) -> Value {
        let rows = ImportRows(
            importID: "i", file: .members, name: "members.csv",
            columns: ["unit", "date", "formal", "probationary", "recorded"],
            rows: [ImportRows.Row(line: 2, cells: ["b-1", date, "1", "0", recorded])])
        return value(try MemberRow(rows.rows[0], of: rows))
    }
}
