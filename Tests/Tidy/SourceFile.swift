import FoundationEssentials

/// A file of this repository, as the house rules look at it.
struct SourceFile: Sendable, CustomStringConvertible {
    /// The path from the top of the repository.
    let path: String
    let lines: [Substring]

    var description: String { self.path }

    /// The first folder and the second: `Shared/Kafka`.
    var module: String { self.path.split(separator: "/").prefix(2).joined(separator: "/") }

    /// The modules that the file imports.
    var imports: [String] {
        self.lines.compactMap { line in
            let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
            guard let place = words.firstIndex(of: "import"), place <= 1, place + 1 < words.count else { return nil }
            return String(words[place + 1].split(separator: ".")[0])
        }
    }

    /// The lines without comments and without the contents of string literals, with their numbers from 1.
    var code: [(number: Int, text: String)] {
        var isInLiteral = false
        var code: [(number: Int, text: String)] = []
        for (index, line) in self.lines.enumerated() {
            let quotes = line.ranges(of: "\"\"\"").count
            if quotes % 2 == 1 { isInLiteral.toggle() }
            if isInLiteral || quotes > 0 { continue }
            code.append((index + 1, Self.bare(line)))
        }
        return code
    }

    /// Functions with the number of their first line and how many lines they have.
    var functions: [(line: Int, length: Int)] {
        var open: [(line: Int, indentation: Int)] = []
        var found: [(line: Int, length: Int)] = []
        for (index, line) in self.lines.enumerated() {
            let indentation = line.prefix { $0 == " " }.count
            let text = line.dropFirst(indentation)
            if let last = open.last, indentation == last.indentation, text.hasPrefix("}") {
                found.append((last.line, index + 1 - last.line + 1))
                open.removeLast()
            } else if let last = open.last, indentation == last.indentation, text.hasPrefix(")"),
                !text.hasSuffix("{"), self.isOver(at: index + 1)
            {
                // What a protocol asks for has no body.
                open.removeLast()
            }
            let words = text.split(separator: " ")
            let isFunction = words.contains("func") || text.hasPrefix("init(") || text.contains(" init(")
            let isComment = text.hasPrefix("//")
            if isFunction, !isComment, !text.hasSuffix("}"), !text.hasPrefix(".") {
                let declares = words.firstIndex(of: "func").map { $0 <= 5 } ?? true
                if declares, text.hasSuffix("{") || text.hasSuffix("(") { open.append((index + 1, indentation)) }
            }
        }
        return found
    }

    /// Whether what stands before a line has ended: it is empty, a comment or the end of what is around it.
    private func isOver(at index: Int) -> Bool {
        guard index < self.lines.count else { return true }
        let text = self.lines[index].drop { $0 == " " }
        return text.isEmpty || text.hasPrefix("//") || text.hasPrefix("}")
    }

    private static func bare(_ line: Substring) -> String {
        var text = ""
        var isInLiteral = false
        var previous: Character = " "
        for character in line {
            if character == "\"", previous != "\\" { isInLiteral.toggle() }
            if character == "/", previous == "/", !isInLiteral { return String(text.dropLast()) }
            if !isInLiteral { text.append(character) }
            previous = character
        }
        return text
    }
}

/// The files of this repository.
enum Repository {
    static let top: String = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    /// All files below a folder whose names end so, without what is built or started here.
    static func files(below folder: String, ending: String) -> [SourceFile] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: "\(Self.top)/\(folder)")) ?? []
        var files: [SourceFile] = []
        for name in names where name.hasSuffix(ending) && !name.hasPrefix(".") {
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            guard let text = try? String(contentsOf: URL(filePath: "\(Self.top)/\(path)"), encoding: .utf8) else {
                continue
            }
            files.append(SourceFile(path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false)))
        }
        return files.sorted { $0.path < $1.path }
    }

    static let swift = ["Services", "Shared", "Tests"].flatMap { Self.files(below: $0, ending: ".swift") }
}
