import Testing

@testable import Command

@Suite struct `Text on a terminal` {
    @Test(arguments: [("abc", 3), ("党支部", 6), ("a党b", 4), ("e\u{301}", 1), ("，", 2), ("✓✗", 2), ("", 0)])
    func `is as wide as its characters are shown`(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test func `is cut with an ellipsis, never through a character`() {
        #expect("机电工程学院".fitted(to: 12) == "机电工程学院")
        #expect("机电工程学院".fitted(to: 11) == "机电工程学…")
        #expect("机电工程学院".fitted(to: 6) == "机电…")
    }

    @Test func `is padded by columns, not by characters`() {
        #expect("党".padded(to: 4) == "党  ")
        #expect("longer".padded(to: 2) == "longer")
    }

    @Test func `folds at spaces where there are some`() {
        #expect("one two three".folded(to: 8) == ["one two", "three"])
    }

    @Test func `folds Chinese anywhere, but begins no line with a full stop`() {
        #expect("四月没有开展。".folded(to: 12) == ["四月没有开", "展。"])
        #expect("四月没有开展活动".folded(to: 8) == ["四月没有", "开展活动"])
    }

    @Test func `says how long somebody has waited, and of nobody who waited that there is no answer yet`() {
        #expect(Duration.seconds(10).waited == "within 10 seconds")
        #expect(Duration.seconds(1).waited == "within 1 second")
        #expect(Duration.milliseconds(200).waited == "within 0.2 seconds")
        #expect(Duration.zero.waited == "yet")
    }

    @Test func `stands in columns as wide as their widest cell`() {
        let table = TextTable([["code", "unit"], ["schema", "党支部"], ["x", "b"]])

        #expect(table.text == "code    unit\nschema  党支部\nx       b\n")
    }
}
