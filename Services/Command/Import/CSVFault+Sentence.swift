internal import Domain
internal import Spreadsheet

extension CSVReader.Fault.Kind {
    /// What is wrong and what is to be done, for people.
    var sentence: BilingualText {
        switch self {
        case .strayQuote:
            BilingualText(
                zh: "单元格中间有引号：整格加引号，其中的引号写两遍",
                en: "a quote stands inside of a cell: put the whole cell in quotes, and double those in it")
        case .textBehindQuote:
            BilingualText(
                zh: "引号之后还有内容：应为分隔符或行尾",
                en: "something stands behind a closing quote: a separator or the end of the line is expected")
        case .openQuote:
            BilingualText(zh: "引号没有结束", en: "a quote opens here and is never closed")
        }
    }
}

extension FileText.Damage {
    /// What is wrong and what is to be done, for people.
    var sentence: BilingualText {
        switch self.encoding {
        case .gb18030:
            BilingualText(
                zh: "既不是 UTF-8 也不是 GB18030 编码：请另存为“CSV UTF-8”",
                en: "is neither UTF-8 nor GB18030: save the file as 'CSV UTF-8'")
        case .utf8, .utf16:
            BilingualText(
                zh: "此处不是 \(self.encoding.rawValue) 编码，其余是：文件已损坏，请重新另存为“CSV UTF-8”",
                en: "is not \(self.encoding.rawValue) here, as the rest of the file is: it is damaged; save it anew as "
                    + "'CSV UTF-8'")
        }
    }
}
