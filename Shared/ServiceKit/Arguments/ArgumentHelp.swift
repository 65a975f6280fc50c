/// What help says about an option, a flag or an argument.
public struct ArgumentHelp: Sendable, ExpressibleByStringInterpolation {
    /// Its meaning, in a sentence.
    public let abstract: String

    /// What stands for its value in help; nil uses the property's name.
    public let valueName: String?

    /// A meaning and, where the property's name does not do, a name for the value.
    public init(_ abstract: String = "", valueName: String? = nil) {
        self.abstract = abstract
        self.valueName = valueName
    }

    /// A meaning alone.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}
