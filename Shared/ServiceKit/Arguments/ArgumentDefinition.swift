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
