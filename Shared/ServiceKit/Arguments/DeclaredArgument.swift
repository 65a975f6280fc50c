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
