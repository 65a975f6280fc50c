/// Something that is so when it is named on the command line: `--all`.
@propertyWrapper
public struct Flag: Sendable, DeclaredArgument {
    private let name: NameSpecification
    private let help: ArgumentHelp
    private let cell: ArgumentCell<Bool>

    /// Whether it was named.
    public var wrappedValue: Bool { self.cell.value }

    /// A flag that is off unless it is named.
    public init(wrappedValue: Bool = false, name: NameSpecification = .long, help: ArgumentHelp) {
        precondition(!wrappedValue, "a flag is off unless it is named")
        self.name = name
        self.help = help
        self.cell = .single(default: false) { (_) throws(ArgumentFault) in true }
    }

    func definition(property: String) -> ArgumentDefinition {
        ArgumentDefinition(
            name: self.name.name(of: property), kind: .flag, help: self.help, arity: self.cell.conversion.arity,
            valueStrings: [], defaultText: nil)
    }

    func accept(_ text: String) throws(ArgumentFault) {
        try self.cell.accept(text)
    }
}
