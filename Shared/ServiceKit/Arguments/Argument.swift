/// A value on the command line that is known by its place, in the order of the properties.
///
/// A property without a default must be given, an optional one is nil when it is not, an array takes all that is left.
@propertyWrapper
public struct Argument<Value: Sendable>: Sendable, DeclaredArgument {
    private let help: ArgumentHelp
    private let cell: ArgumentCell<Value>

    /// What was given, else the default.
    public var wrappedValue: Value { self.cell.value }

    private init(help: ArgumentHelp, cell: ArgumentCell<Value>) {
        self.help = help
        self.cell = cell
    }

    func definition(property: String) -> ArgumentDefinition {
        ArgumentDefinition(
            name: property.hyphenated, kind: .positional, help: self.help, arity: self.cell.conversion.arity,
            valueStrings: self.cell.conversion.valueStrings, defaultText: self.cell.conversion.defaultText)
    }

    func accept(_ text: String) throws(ArgumentFault) {
        try self.cell.accept(text)
    }
}

extension Argument where Value: ExpressibleByArgument {
    /// A value with a default.
    public init(wrappedValue: Value, help: ArgumentHelp) {
        self.init(
            help: help,
            cell: .single(
                default: wrappedValue, valueStrings: Value.allValueStrings,
                defaultText: wrappedValue.defaultValueDescription, readArgument))
    }

    /// A value that must be given.
    public init(help: ArgumentHelp) {
        self.init(help: help, cell: .single(default: nil, valueStrings: Value.allValueStrings, readArgument))
    }
}

extension Argument {
    /// A value that may be left out.
    public init<Wrapped: ExpressibleByArgument>(help: ArgumentHelp) where Value == Wrapped? {
        self.init(help: help, cell: .optional(valueStrings: Wrapped.allValueStrings, readArgument))
    }

    /// Any number of values.
    public init<Element: ExpressibleByArgument>(
        wrappedValue: [Element], help: ArgumentHelp
    ) where Value == [Element] {
        self.init(
            help: help,
            cell: .repeating(default: wrappedValue, valueStrings: Element.allValueStrings, readArgument))
    }

    /// One value or more.
    public init<Element: ExpressibleByArgument>(help: ArgumentHelp) where Value == [Element] {
        self.init(help: help, cell: .repeating(default: nil, valueStrings: Element.allValueStrings, readArgument))
    }

    /// A value that must be given, read by `transform`, whose error says what was expected.
    public init(help: ArgumentHelp, transform: @escaping @Sendable (String) throws -> Value) {
        self.init(help: help, cell: .single(default: nil, readArgument(by: transform)))
    }

    /// A value that may be left out, read by `transform`, whose error says what was expected.
    public init<Wrapped: Sendable>(
        help: ArgumentHelp, transform: @escaping @Sendable (String) throws -> Wrapped
    ) where Value == Wrapped? {
        self.init(help: help, cell: .optional(readArgument(by: transform)))
    }
}
