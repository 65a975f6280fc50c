/// Options that several commands have in common, as one property.
@propertyWrapper
public struct OptionGroup<Value: ParsableArguments>: Sendable {
    /// The group.
    public let wrappedValue: Value

    /// A group with every property at its default.
    public init() {
        self.wrappedValue = Value()
    }
}

/// A group, whatever is in it.
protocol DeclaredGroup {
    var members: any ParsableArguments { get }
}

extension OptionGroup: DeclaredGroup {
    var members: any ParsableArguments { self.wrappedValue }
}
