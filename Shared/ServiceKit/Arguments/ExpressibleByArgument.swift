/// A value that can be written on the command line.
public protocol ExpressibleByArgument: Sendable {
    /// Reads the value; nil where the text is not one.
    init?(argument: String)

    /// What is expected, to complete "expected …": `a whole number`.
    static var expectation: String { get }

    /// Every text that is accepted, where there are few; help lists them.
    static var allValueStrings: [String] { get }

    /// The value as a user would write it; help shows defaults so.
    var defaultValueDescription: String { get }
}

extension ExpressibleByArgument {
    /// Names the accepted texts, where they can be listed.
    public static var expectation: String {
        self.allValueStrings.isEmpty ? "a value" : "one of \(self.allValueStrings.joined(separator: ", "))"
    }

    /// Not few.
    public static var allValueStrings: [String] { [] }

    /// The value's description.
    public var defaultValueDescription: String { "\(self)" }
}

extension ExpressibleByArgument where Self: RawRepresentable, RawValue == String {
    /// Reads the raw value.
    public init?(argument: String) {
        self.init(rawValue: argument)
    }

    /// The raw value.
    public var defaultValueDescription: String { self.rawValue }
}

extension ExpressibleByArgument where Self: CaseIterable & RawRepresentable, RawValue == String {
    /// The raw values in the order of their declaration.
    public static var allValueStrings: [String] { self.allCases.map(\.rawValue) }
}

extension String: ExpressibleByArgument {
    /// Any text.
    public init?(argument: String) {
        self = argument
    }

    /// Any text.
    public static var expectation: String { "a text" }
}

extension Int: ExpressibleByArgument {
    /// Reads a decimal number.
    public init?(argument: String) {
        self.init(argument, radix: 10)
    }

    /// Decimal digits, with a sign where it is negative.
    public static var expectation: String { "a whole number" }
}

extension Double: ExpressibleByArgument {
    /// Reads a finite number.
    public init?(argument: String) {
        guard let number = Double(argument), number.isFinite else { return nil }
        self = number
    }

    /// Finite.
    public static var expectation: String { "a number" }
}
