/// What an option or a flag is called.
public enum NameSpecification: Sendable {
    /// Two dashes and the property's name: `asOf` is `--as-of`.
    case long

    /// Two dashes and this name, given without them.
    case customLong(String)
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
