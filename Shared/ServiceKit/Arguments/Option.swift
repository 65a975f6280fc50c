/// A named value on the command line: `--format json` or `--format=json`.
///
/// A property without a default must be given, an optional one is nil when it is not, an array takes the option as
/// often as it stands there.
@propertyWrapper
public struct Option<Value: Sendable>: Sendable, DeclaredArgument {
    private let name: NameSpecification
    private let help: ArgumentHelp
    private let cell: ArgumentCell<Value>

    /// What was given, else the default.
    public var wrappedValue: Value { self.cell.value }

    private init(name: NameSpecification, help: ArgumentHelp, cell: ArgumentCell<Value>) {
        self.name = name
        self.help = help
        self.cell = cell
    }

    func definition(property: String) -> ArgumentDefinition {
        ArgumentDefinition(
            name: self.name.name(of: property), kind: .option, help: self.help, arity: self.cell.conversion.arity,
            valueStrings: self.cell.conversion.valueStrings, defaultText: self.cell.conversion.defaultText)
    }

    func accept(_ text: String) throws(ArgumentFault) {
        try self.cell.accept(text)
    }
}

extension Option where Value: ExpressibleByArgument {
    /// A value with a default.
    public init(wrappedValue: Value, name: NameSpecification = .long, help: ArgumentHelp) {
        self.init(
            name: name, help: help,
            cell: .single(
                default: wrappedValue, valueStrings: Value.allValueStrings,
                defaultText: wrappedValue.defaultValueDescription, readArgument))
    }

    /// A value that must be given.
    public init(name: NameSpecification = .long, help: ArgumentHelp) {
        self.init(
            name: name, help: help, cell: .single(default: nil, valueStrings: Value.allValueStrings, readArgument))
    }
}

extension Option {
    /// A value that may be left out.
    public init<Wrapped: ExpressibleByArgument>(name: NameSpecification = .long, help: ArgumentHelp)
    where Value == Wrapped? {
        self.init(name: name, help: help, cell: .optional(valueStrings: Wrapped.allValueStrings, readArgument))
    }

    /// Any number of values.
    public init<Element: ExpressibleByArgument>(
        wrappedValue: [Element], name: NameSpecification = .long, help: ArgumentHelp
    ) where Value == [Element] {
        self.init(
            name: name, help: help,
            cell: .repeating(default: wrappedValue, valueStrings: Element.allValueStrings, readArgument))
    }

    /// One value or more.
    public init<Element: ExpressibleByArgument>(name: NameSpecification = .long, help: ArgumentHelp)
    where Value == [Element] {
        self.init(
            name: name, help: help, cell: .repeating(default: nil, valueStrings: Element.allValueStrings, readArgument))
    }

    /// A value that must be given, read by `transform`, whose error says what was expected.
    public init(
        name: NameSpecification = .long, help: ArgumentHelp, transform: @escaping @Sendable (String) throws -> Value
    ) {
        self.init(name: name, help: help, cell: .single(default: nil, readArgument(by: transform)))
    }

    /// A value that may be left out, read by `transform`, whose error says what was expected.
    public init<Wrapped: Sendable>(
        name: NameSpecification = .long, help: ArgumentHelp, transform: @escaping @Sendable (String) throws -> Wrapped
    ) where Value == Wrapped? {
        self.init(name: name, help: help, cell: .optional(readArgument(by: transform)))
    }
}
