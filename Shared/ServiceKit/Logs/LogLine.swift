/// One thing said, before it has a form.
struct LogLine: Sendable {
    let level: Logger.Level
    let label: String
    let message: String
    var metadata: [(key: String, value: String)]

    /// The longest value; more of it is cut, so that a line stays a line.
    static let longestValue = 2_000

    /// The line as bytes, ending in a newline.
    ///
    /// - Parameter microseconds: When it was said, since 1970.
    func bytes(as format: LogFormat, at microseconds: Int64) -> [UInt8] {
        let time = InstantText.text(microseconds)
        return Array((format == .json ? self.json(time) : self.text(time)).utf8)
    }

    /// `10:22:49.123 notice   activity.intake  took a partition over  partition=3`
    private func text(_ time: String) -> String {
        let clock = time.dropFirst(11).dropLast()
        let level = self.level.rawValue.padded(to: 8)
        var line = "\(clock) \(level) \(self.label.padded(to: 20)) \(self.message)"
        for (key, value) in self.metadata {
            let value = value.singleLine(limit: Self.longestValue)
            let needsQuotes = value.isEmpty || value.contains { $0 == " " || $0 == "\"" || $0 == "=" }
            line += " \(key)=" + (needsQuotes ? value.jsonQuoted : value)
        }
        return line + "\n"
    }

    private func json(_ time: String) -> String {
        var line = "{\"time\":\"\(time)\",\"level\":\"\(self.level.rawValue)\",\"message\":\(self.message.jsonQuoted)"
        line += ",\"label\":\(self.label.jsonQuoted)"
        if !self.metadata.isEmpty {
            let members = self.metadata.map { key, value in
                "\(key.jsonQuoted):\(value.cut(to: Self.longestValue).jsonQuoted)"
            }
            line += ",\"metadata\":{\(members.joined(separator: ","))}"
        }
        return line + "}\n"
    }
}

extension String {
    /// The text with blanks behind it, up to a width.
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - self.count))
    }

    fileprivate func cut(to limit: Int) -> String {
        self.utf8.count <= limit ? self : self.prefix(limit) + "…"
    }

    /// The text as a JSON string.
    fileprivate var jsonQuoted: String {
        var quoted = "\""
        for scalar in self.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..<"\u{20}", "\u{7f}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
