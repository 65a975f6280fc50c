/// What one option, flag or argument looks like from outside, without the type of its value.
struct ArgumentDefinition: Sendable {
    /// How it is written.
    enum Kind: Sendable {
        /// `--name value`.
        case option
        /// `--name`.
        case flag
        /// By its place.
        case positional
    }

    /// Whether it may be left out, and given again.
    struct Arity: Sendable {
        let isRequired: Bool
        let isRepeating: Bool
    }

    /// The name in words joined by hyphens, without dashes in front.
    var name: String
    let kind: Kind
    let help: ArgumentHelp
    let arity: Arity
    /// The accepted texts, where they can be listed.
    let valueStrings: [String]
    /// How the default is written, where there is one worth showing.
    let defaultText: String?

    /// As a user refers to it.
    var label: String {
        self.kind == .positional ? "<\(self.valueName)>" : "--\(self.name)"
    }

    /// With its value, as help shows it.
    var synopsis: String {
        let dots = self.arity.isRepeating ? "…" : ""
        return switch self.kind {
        case .option: "--\(self.name) <\(self.valueName)>"
        case .flag: "--\(self.name)"
        case .positional: "<\(self.valueName)>\(dots)"
        }
    }

    /// As the line of usage shows it: what may be left out stands in brackets.
    var usage: String {
        let dots = self.arity.isRepeating && self.kind == .option ? " …" : ""
        return (self.arity.isRequired ? self.synopsis : "[\(self.synopsis)]") + dots
    }

    private var valueName: String { self.help.valueName ?? self.name }
}

/// A property of a command that the parser fills.
protocol DeclaredArgument {
    /// What is declared; `property` is the property's name in Swift.
    func definition(property: String) -> ArgumentDefinition

    /// Takes one text from the command line.
    func accept(_ text: String) throws(ArgumentFault)
}

/// What is wrong with one value.
struct ArgumentFault: Error {
    /// Follows the value after a semicolon: `expected a whole number`.
    let reason: String
}

extension NameSpecification {
    /// The name for a property: `asOf` becomes `as-of`.
    func name(of property: String) -> String {
        switch self {
        case .long: property.hyphenated
        case .customLong(let name): name
        }
    }
}

extension String {
    /// A name in Swift as words joined by hyphens: `dryRun` becomes `dry-run`.
    var hyphenated: String {
        var words = ""
        for character in self {
            if character.isUppercase, !words.isEmpty { words.append("-") }
            words += character.lowercased()
        }
        return words
    }
}
