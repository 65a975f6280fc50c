/// One variable as it stands in a source.
struct ConfigurationLine {
    let name: String
    let text: String
    /// Where, to follow the name: `in guoying.conf:3`.
    let origin: String
}

/// Files that configure: lines of `NAME=VALUE`, and files that hold one secret.
///
/// Blank lines and lines that begin with `#` mean nothing. A value may stand in a pair of quotes; nothing in it is
/// special.
enum ConfigurationFile {
    private static let largestBytes = 1 << 20
    private static let largestSecretBytes = 64 << 10

    static func read(_ path: String) throws(ConfigurationError) -> [ConfigurationLine] {
        let text: String
        do {
            text = try BoundedFile.text(at: path, limitBytes: self.largestBytes)
        } catch {
            throw ConfigurationError("the configuration file \(path) cannot be read: \(error.reason)")
        }
        var lines: [ConfigurationLine] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.trimmed
            if line.isEmpty || line.hasPrefix("#") { continue }
            let origin = "in \(path):\(index + 1)"
            guard let equals = line.firstIndex(of: "="), line.hasPrefix(Configuration.prefix) else {
                throw ConfigurationError(
                    "\(path):\(index + 1) is not a line of the form \(Configuration.prefix)…=VALUE")
            }
            let name = line[..<equals].trimmed
            let text = line[line.index(after: equals)...].trimmed.unquoted
            lines.append(ConfigurationLine(name: String(name), text: String(text), origin: origin))
        }
        return lines
    }

    /// The one secret in a file, without the newline at its end.
    static func secret(in path: String, origin: String) throws(ConfigurationError) -> String {
        var text: String
        do {
            text = try BoundedFile.text(at: path, limitBytes: self.largestSecretBytes)
        } catch {
            throw ConfigurationError("\(origin) names the file \(path), which cannot be read: \(error.reason)")
        }
        while text.last?.isNewline == true { text.removeLast() }
        guard !text.isEmpty else { throw ConfigurationError("\(origin) names the file \(path), which is empty") }
        return text
    }
}

extension StringProtocol {
    /// Without the blanks at both ends.
    fileprivate var trimmed: SubSequence {
        guard let first = self.firstIndex(where: { !$0.isWhitespace }),
            let last = self.lastIndex(where: { !$0.isWhitespace })
        else { return self[self.startIndex..<self.startIndex] }
        return self[first...last]
    }

    /// Without the pair of quotes around it, where there is one.
    fileprivate var unquoted: SubSequence {
        let quotes: [Character] = ["\"", "'"]
        guard self.count >= 2, let first = self.first, quotes.contains(first), self.last == first else {
            return self[...]
        }
        return self.dropFirst().dropLast()
    }
}
