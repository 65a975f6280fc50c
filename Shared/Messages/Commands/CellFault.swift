public import Domain

/// Why a cell cannot be read.
public enum CellFault: Error, Hashable, Sendable {
    /// It is empty, and must not be.
    case empty
    /// It has more characters than it may.
    case tooLong(limitCharacters: Int)
    /// It holds a control character.
    case controlCharacter
    /// It is no unit's code.
    case notCode
    /// It is no day.
    case notDay
    /// It is no instant.
    case notInstant
    /// It is no whole number from 0 on.
    case notWhole
    /// It is no whole number within bounds.
    case outOfRange(ClosedRange<Int>)
    /// It is no post.
    case notPost
    /// It is no id of a person.
    case notPerson
    /// It is no telephone number.
    case notNumber
    /// It is no e-mail address.
    case notAddress
    /// It is none of the words that may stand there.
    case notOneOf([String])
    /// It is no duration.
    case notInterval
    /// It says neither who holds a post nor a person.
    case notOwner
    /// The last day lies before the first.
    case endsBeforeItBegins

    /// What is wrong, for programs.
    public var code: String {
        switch self {
        case .empty: "empty"
        case .tooLong: "too-long"
        case .controlCharacter: "control-character"
        case .notCode: "bad-code"
        case .notDay: "bad-day"
        case .notInstant: "bad-instant"
        case .notWhole, .outOfRange: "bad-number"
        case .notPost: "bad-post"
        case .notPerson: "bad-person"
        case .notNumber: "bad-mobile"
        case .notAddress: "bad-email"
        case .notOneOf: "unknown-word"
        case .notInterval: "bad-interval"
        case .notOwner: "bad-owner"
        case .endsBeforeItBegins: "ends-before-it-begins"
        }
    }

    /// What is wrong and what was expected, for people.
    public var sentence: BilingualText {
        switch self {
        case .empty:
            BilingualText(zh: "不能为空", en: "must not be empty")
        case .tooLong(let limit):
            BilingualText(zh: "超过 \(limit) 个字符", en: "has more than \(limit) characters")
        case .controlCharacter:
            BilingualText(zh: "含有控制字符", en: "holds a control character")
        case .notCode:
            BilingualText(
                zh: "不是单位编码：应为 1 至 \(Limits.unitCharacters) 个字符，不含空格",
                en: "is no unit's code: 1 to \(Limits.unitCharacters) characters without spaces are expected")
        case .notDay:
            BilingualText(
                zh: "不是日期：应写作 2021-03-01 或 2021/3/1；五位整数按 Excel 的日期序号读（1899-12-30 起的天数）",
                en: "is no day: write it as 2021-03-01 or 2021/3/1; a number of five digits is read as Excel's, in "
                    + "days since 1899-12-30")
        case .notInstant:
            BilingualText(
                zh: "不是时刻：应写作 2021-03-01T08:00:00+08:00，或按北京时间写作 2021/3/1 8:00",
                en: "is no instant: write it with its offset, as 2021-03-01T08:00:00+08:00, or as 2021/3/1 8:00 in "
                    + "Beijing time")
        case .notWhole:
            BilingualText(zh: "不是非负整数", en: "is no whole number from 0 on")
        case .outOfRange(let range):
            BilingualText(
                zh: "应为 \(range.lowerBound) 至 \(range.upperBound) 的整数",
                en: "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        case .notPost:
            BilingualText(
                zh: "不是职务：应为 1 至 \(Limits.postCharacters) 个字符，不含空格和 @，如 branch-secretary",
                en: "is no post: 1 to \(Limits.postCharacters) characters without spaces or @ are expected, such as "
                    + "branch-secretary")
        case .notPerson:
            BilingualText(
                zh: "不是人员编号：应为 1 至 \(Limits.personCharacters) 个英文字母、数字或 - _ . / :，不用姓名",
                en: "is no id of a person: 1 to \(Limits.personCharacters) of the characters A-Z a-z 0-9 - _ . / : are "
                    + "expected, and no name")
        case .notNumber:
            BilingualText(
                zh: "不是电话号码：应为 5 至 15 位数字；若显示为 1.38E+10，请在表格中把该列设为文本",
                en: "is no telephone number: 5 to 15 digits are expected; where it reads 1.38E+10, format the column "
                    + "as text")
        case .notAddress:
            BilingualText(zh: "不是电子邮箱地址", en: "is no e-mail address")
        case .notOneOf(let words):
            BilingualText(
                zh: "应为下列之一：\(words.joined(separator: "、"))", en: "must be one of \(words.joined(separator: ", "))")
        case .notInterval:
            BilingualText(
                zh: "不是时间间隔：应写作 P1D、P7D 或 P1M（ISO 8601）", en: "is no duration: write it as P1D, P7D or P1M (ISO 8601)")
        case .notOwner:
            BilingualText(
                zh: "应为“职务@单位编码”或人员编号", en: "must be POST@UNIT or the id of a person")
        case .endsBeforeItBegins:
            BilingualText(zh: "早于起始日期", en: "lies before the first day")
        }
    }
}
