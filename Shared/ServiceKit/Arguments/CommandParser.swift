/// Finds the command that a command line names, and fills its properties.
struct CommandParser {
    /// What a command line asks for.
    enum Outcome {
        /// A command to run; the path is how the user called it, `guoying dlq list`.
        case command(any ParsableCommand, path: String)
        /// Help or the version.
        case message(String)
        /// One line that says what is wrong.
        case fault(String)
    }

    /// A line for the user, thrown on the way.
    private struct Fault: Error {
        let text: String
    }

    private var path: String
    private var type: any ParsableCommand.Type
    private var version: String?
    private var rest: ArraySlice<String>

    /// Parses the arguments after the program's name.
    static func parse(_ arguments: [String], as root: any ParsableCommand.Type) -> Outcome {
        var parser = CommandParser(
            path: root.name, type: root, version: root.configuration.version, rest: arguments[...])
        do {
            return try parser.parse()
        } catch {
            return .fault("\(parser.path): \(error.text); see '\(parser.path) --help'")
        }
    }

    private mutating func parse() throws(Fault) -> Outcome {
        while !self.type.configuration.subcommands.isEmpty {
            if let message = try self.descend() { return message }
        }
        if self.asksForHelp { return .message(CommandHelp(self.type, path: self.path).text) }
        if let version = self.version, self.ownArguments.contains("--version") { return .message("\(version)\n") }
        let command = self.type.init()
        let declared = DeclaredArguments(of: command)
        try self.fill(declared)
        return .command(command, path: self.path)
    }

    /// Takes the name of a subcommand, or answers what is asked before one.
    private mutating func descend() throws(Fault) -> Outcome? {
        let subcommands = self.type.configuration.subcommands
        let names = subcommands.map { $0.name }
        guard let word = self.rest.popFirst() else {
            throw Fault(text: "a command is missing; expected one of \(names.joined(separator: ", "))")
        }
        if word == "--help" || word == "-h" { return .message(CommandHelp(self.type, path: self.path).text) }
        if word == "--version", let version = self.version { return .message("\(version)\n") }
        guard let next = subcommands.first(where: { $0.name == word }) else {
            let known = names + ["--help"] + (self.version == nil ? [] : ["--version"])
            let kind = word.hasPrefix("-") ? "option" : "command"
            throw Fault(text: "unknown \(kind) '\(word.shortened)'\(NearestName.suggestion(for: word, among: known))")
        }
        self.type = next
        self.path += " \(word)"
        self.version = next.configuration.version ?? self.version
        return nil
    }

    /// What stands before `--`, after which nothing is an option.
    private var ownArguments: ArraySlice<String> { self.rest.prefix { $0 != "--" } }

    private var asksForHelp: Bool { self.ownArguments.contains { $0 == "--help" || $0 == "-h" } }

    private mutating func fill(_ declared: DeclaredArguments) throws(Fault) {
        var given: Set<String> = []
        var places = declared.positional[...]
        var optionsEnded = false
        while let word = self.rest.popFirst() {
            if !optionsEnded, word == "--" {
                optionsEnded = true
            } else if !optionsEnded, word.hasPrefix("-"), word != "-" {
                try self.take(option: word, of: declared, given: &given)
            } else {
                guard let place = places.first else { throw Fault(text: "unexpected argument '\(word.shortened)'") }
                try Self.give(word, to: place)
                given.insert(place.definition.label)
                if !place.definition.arity.isRepeating { places.removeFirst() }
            }
        }
        for member in declared.members
        where member.definition.arity.isRequired && !given.contains(member.definition.label) {
            let kind = member.definition.kind == .positional ? "argument" : "option"
            throw Fault(text: "\(kind) '\(member.definition.label)' is missing")
        }
    }

    /// Takes `--name`, `--name value` or `--name=value`.
    private mutating func take(
        option word: String, of declared: DeclaredArguments, given: inout Set<String>
    ) throws(Fault) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let label = parts[0]
        guard let member = declared.named.first(where: { $0.definition.label == label }) else {
            let known = declared.named.map(\.definition.label) + ["--help"]
            throw Fault(text: "unknown option '\(label.shortened)'\(NearestName.suggestion(for: label, among: known))")
        }
        let definition = member.definition
        guard given.insert(label).inserted || definition.arity.isRepeating else {
            throw Fault(text: "option '\(label)' is given twice")
        }
        if definition.kind == .flag {
            guard parts.count == 1 else { throw Fault(text: "option '\(label)' takes no value") }
            try Self.give("", to: member)
        } else if parts.count == 2 {
            try Self.give(parts[1], to: member)
        } else if let value = self.rest.first, !value.hasPrefix("--") {
            self.rest.removeFirst()
            try Self.give(value, to: member)
        } else {
            throw Fault(text: "option '\(label)' needs a value (one that begins with dashes is written \(label)=…)")
        }
    }

    private static func give(_ text: String, to member: DeclaredArguments.Member) throws(Fault) {
        do {
            try member.property.accept(text)
        } catch {
            throw Fault(text: "'\(member.definition.label)' is '\(text.shortened)'; \(error.reason)")
        }
    }
}
