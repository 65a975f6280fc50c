/// A span of calendar time in ISO 8601, such as `P1D`, `PT6H` or `P1M`: how often something is expected.
///
/// Months stay months, because they have no fixed number of days; weeks are seven days.
public struct CalendarInterval: Hashable, Sendable {
    /// Calendar months; a year is twelve.
    public let months: Int
    /// Days; a week is seven.
    public let days: Int
    /// Seconds of the part below a day.
    public let seconds: Int

    /// Reads an ISO 8601 duration of whole numbers with at most five digits each, not zero altogether; nil where the
    /// text is anything else.
    public init?(_ text: some StringProtocol) {
        guard text.first == "P" else { return nil }
        let halves = text.dropFirst().split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let date = amounts(in: halves[0], of: "YMWD") else { return nil }
        var time = [0, 0, 0]
        if halves.count == 2 {
            guard !halves[1].isEmpty, let amounts = amounts(in: halves[1], of: "HMS") else { return nil }
            time = amounts
        }
        self.months = date[0] * 12 + date[1]
        self.days = date[2] * 7 + date[3]
        self.seconds = time[0] * 3_600 + time[1] * 60 + time[2]
        guard self.months + self.days + self.seconds > 0 else { return nil }
    }
}

extension CalendarInterval: CustomStringConvertible {
    /// The interval in ISO 8601, the shortest way: `P1M`, `P14D`, `P1DT6H`. It reads back as the same interval where
    /// no part of it needs more than five digits.
    public var description: String {
        func part(_ amounts: [(amount: Int, unit: String)]) -> String {
            amounts.filter { $0.amount > 0 }.map { "\($0.amount)\($0.unit)" }.joined()
        }
        let date = part([(self.months / 12, "Y"), (self.months % 12, "M"), (self.days, "D")])
        let time = part([(self.seconds / 3_600, "H"), (self.seconds / 60 % 60, "M"), (self.seconds % 60, "S")])
        return "P" + date + (time.isEmpty ? "" : "T" + time)
    }
}

/// How much of each unit a text such as `1Y6M` names, the units in their order; nil where it says anything else.
private func amounts(in text: some StringProtocol, of units: String) -> [Int]? {
    var rest = Substring(text)
    var amounts: [Int] = []
    for unit in units {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard rest[digits.endIndex...].first == unit else {
            amounts.append(0)
            continue
        }
        guard digits.count <= 5, let amount = Int(digits) else { return nil }
        amounts.append(amount)
        rest = rest[digits.endIndex...].dropFirst()
    }
    return rest.isEmpty ? amounts : nil
}
