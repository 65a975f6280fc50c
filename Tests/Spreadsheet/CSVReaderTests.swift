import Spreadsheet
import Testing

@Suite struct `A CSV file` {
    @Test(arguments: [
        "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a;b\n1;2", "a\tb\n1\t2", "\"a\",\"b\"\n\"1\",2",
        "\n , \na,b\n\n1,2\n,\n",
    ])
    func `is read whatever its separators and line ends are`(text: String) {
        let reader = CSVReader(text.utf8)

        #expect(reader.rows.map(\.cells) == [["a", "b"], ["1", "2"]])
        #expect(reader.faults.isEmpty)
    }

    @Test func `is separated by what stands most often in its first row, outside of quotes`() {
        #expect(CSVReader("\"a,b,c\";d\n1,5;2".utf8).rows.map(\.cells) == [["a,b,c", "d"], ["1,5", "2"]])
        #expect(CSVReader("a;b,c,d\n".utf8).rows.first?.cells == ["a;b", "c", "d"])
        #expect(CSVReader("alone\n1,2".utf8).rows.map(\.cells.count) == [1, 2])
    }

    @Test func `may hold separators, line ends and quotes in quotes`() {
        let reader = CSVReader("a,b\n\"1,\r\n\"\"one\"\"\",\"\"\n3,\n".utf8)

        #expect(reader.rows.map(\.cells) == [["a", "b"], ["1,\r\n\"one\"", ""], ["3", ""]])
    }

    @Test func `numbers its rows by the lines on which they begin`() {
        let reader = CSVReader("a,b\n\n\"1\n\n\",2\r\n\r\n3,4\n".utf8)

        #expect(reader.rows.map(\.line) == [1, 3, 7])
    }

    @Test func `keeps its good rows beside those whose quotes are wrong`() {
        let reader = CSVReader("a,b\n1,x\"y\n2,\"x\"y\n3,4\n5,\"6\n7,8\n".utf8)

        #expect(reader.rows.map(\.line) == [1, 4])
        #expect(reader.faults.map(\.line) == [2, 3, 5])
        #expect(reader.faults.map(\.kind) == [.strayQuote, .textBehindQuote, .openQuote])
    }

    @Test func `that is empty has no rows`() {
        #expect(CSVReader("".utf8).rows.isEmpty)
        #expect(CSVReader("\r\n\r\n".utf8).rows.isEmpty)
    }
}
