import FoundationEssentials
import Testing

/// The rules of the house, as far as a program can hold them. swift-format holds the rest: documentation of what is
/// public, the order of imports, the look.
@Suite struct `The house` {
    /// The modules that wrap C libraries, and the embedded broker, which is one.
    private let wrappers: Set = [
        "Shared/Crypto", "Shared/EmbeddedBroker", "Shared/HTTP", "Shared/JSON", "Shared/Kafka", "Shared/Postgres",
        "Shared/Spreadsheet", "Shared/YAML",
    ]
    private let services: Set = ["Registry", "Activity", "Supervision", "Notification", "Console", "Command"]

    /// Files of the product, not of the tests.
    private var product: [SourceFile] { Repository.swift.filter { !$0.path.hasPrefix("Tests/") } }

    @Test func `has exactly the rooms of its plan at the top`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.top).filter { !$0.hasPrefix(".") }

        #expect(
            Set(names).subtracting(["Package.resolved"])
                == ["Package.swift", "Services", "Shared", "Tests", "deploy", "README.md"])
    }

    @Test func `keeps unsafe things in the wrappers`() {
        for file in self.product where !self.wrappers.contains(file.module) {
            for line in file.code {
                let words = Set(line.text.split { !$0.isLetter && $0 != "@" && $0 != "_" }.map(String.init))
                let found = words.intersection(["unsafe", "@unchecked", "Unmanaged", "UnsafePointer"])
                #expect(found.isEmpty, "\(file):\(line.number) says \(found)")
            }
            let libraries = file.imports.filter { $0.hasPrefix("C") && ($0.hasPrefix("CLib") || $0 == "CSimdjson") }
            #expect(libraries.isEmpty && !file.imports.contains("CMicrohttpd"), "\(file) imports a C library")
        }
    }

    @Test func `has services that do not import one another`() {
        for file in self.product where file.path.hasPrefix("Services/") {
            let others = self.services.subtracting([String(file.module.dropFirst("Services/".count))])
            #expect(others.isDisjoint(with: file.imports), "\(file) imports another service")
        }
    }

    @Test func `has a domain that imports nothing`() {
        for file in self.product where file.module == "Shared/Domain" {
            #expect(file.imports.isEmpty, "\(file) imports \(file.imports)")
        }
    }

    @Test func `has wrappers that know neither the domain nor each other`() {
        let own = Set([
            "Crypto", "HTTP", "JSON", "Kafka", "Postgres", "Spreadsheet", "YAML", "Domain", "Messages", "ServiceKit",
        ])
        for file in self.product where self.wrappers.contains(file.module) && file.module != "Shared/EmbeddedBroker" {
            #expect(own.isDisjoint(with: file.imports), "\(file) imports \(file.imports)")
        }
    }

    @Test func `neither prints nor crashes on purpose`() {
        let forbidden = ["print(", "try!", "Task.detached", "fatalError("]
        for file in self.product {
            for line in file.code {
                let found = forbidden.filter { word in
                    guard let range = line.text.firstRange(of: word) else { return false }
                    let before = line.text[..<range.lowerBound].last
                    return before.map { !$0.isLetter && $0 != "." } ?? true
                }
                #expect(found.isEmpty, "\(file):\(line.number) says \(found)")
            }
        }
    }

    @Test func `leaves nothing for later in the code`() {
        for file in Repository.swift where !file.path.hasPrefix("Tests/Tidy/") {
            for (index, line) in file.lines.enumerated() {
                let found = ["TODO", "FIXME", "XXX"].filter { line.contains($0 + ":") || line.contains($0 + " ") }
                #expect(found.isEmpty, "\(file):\(index + 1) says \(found)")
            }
        }
    }

    @Test func `has files, functions and lines that can be taken in at once`() {
        for file in Repository.swift {
            #expect(file.lines.count <= 401, "\(file) has \(file.lines.count) lines; at most 400")
            for (index, line) in file.lines.enumerated() {
                // A literal that is compared byte by byte cannot be folded.
                let isTaken = line.count <= 120 || line.contains("\"")
                #expect(isTaken, "\(file):\(index + 1) has \(line.count) characters; at most 120")
            }
            for function in file.functions {
                #expect(function.length <= 70, "\(file):\(function.line) has a function of \(function.length) lines")
            }
        }
    }

    @Test func `names no type like a module`() throws {
        let shared = try FileManager.default.contentsOfDirectory(atPath: "\(Repository.top)/Shared")
        let modules = Set(shared).union(self.services)
        for file in self.product {
            for line in file.code {
                let words = line.text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
                for (keyword, name) in zip(words, words.dropFirst())
                where ["struct", "class", "enum", "actor", "protocol", "typealias"].contains(keyword) {
                    #expect(!modules.contains(name), "\(file):\(line.number) names a type like the module \(name)")
                }
            }
        }
    }

    @Test func `has one title in each document`() {
        for file in Repository.files(below: "", ending: ".md") {
            var isInCode = false
            var titles = 0
            for line in file.lines {
                if line.hasPrefix("```") { isInCode.toggle() }
                if !isInCode, line.hasPrefix("# ") { titles += 1 }
            }
            #expect(titles == 1, "\(file) has \(titles) titles")
        }
    }

    @Test func `names only clauses that there are in its packs`() {
        let packs = Repository.files(below: "Services/Supervision/Packs", ending: ".yaml")
        #expect(!packs.isEmpty)
        for file in packs {
            for (index, line) in file.lines.enumerated() where line.contains("clauses:") {
                let list = line.split(separator: ":", maxSplits: 1).last ?? ""
                let ids = list.split { " [],'\"".contains($0) }.map(String.init)
                #expect(!ids.isEmpty, "\(file):\(index + 1) names no clause")
                for id in ids {
                    #expect(ClauseIDs.all.contains(id), "\(file):\(index + 1) names \(id), which is no clause")
                }
            }
        }
    }

    @Test func `has a scenario test for each clause that its packs carry out`() {
        let tests = Repository.swift.filter { $0.path.hasPrefix("Tests/") && !$0.path.hasPrefix("Tests/Tidy/") }
        for file in Repository.files(below: "Services/Supervision/Packs", ending: ".yaml") {
            for line in file.lines where line.contains("clauses:") {
                let list = line.split(separator: ":", maxSplits: 1).last ?? ""
                for id in list.split(whereSeparator: { " [],'\"".contains($0) }) {
                    let isTested = tests.contains { test in
                        test.lines.contains { $0.contains("func `") && $0.contains(id) }
                    }
                    #expect(isTested, "no test is named with the clause \(id)")
                }
            }
        }
    }
}
