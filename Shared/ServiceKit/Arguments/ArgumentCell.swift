import Synchronization

/// Where the parser leaves a value, shared by the copies of a command.
///
/// Property wrappers are found by reflection, which hands out copies; what they share is this cell. Nothing is written
/// after parsing, so the sharing is not seen.
final class ArgumentCell<Value: Sendable>: Sendable {
    /// How a text becomes, or joins, the value.
    struct Conversion: Sendable {
        let arity: ArgumentDefinition.Arity
        let valueStrings: [String]
        let defaultText: String?
        /// The value before, which is nil at the first text, and the text.
        let apply: @Sendable (Value?, String) throws(ArgumentFault) -> Value
    }

    private struct State {
        var value: Value?
        var isGiven = false
    }

    let conversion: Conversion
    private let state: Mutex<State>

    init(default value: Value?, _ conversion: Conversion) {
        self.conversion = conversion
        self.state = Mutex(State(value: value))
    }

    /// What was parsed, else the default.
    var value: Value {
        guard let value = self.state.withLock(\.value) else {
            preconditionFailure("an argument was read from a command that was never parsed")
        }
        return value
    }

    func accept(_ text: String) throws(ArgumentFault) {
        try self.state.withLock { (state) throws(ArgumentFault) in
            state.value = try self.conversion.apply(state.isGiven ? state.value : nil, text)
            state.isGiven = true
        }
    }
}

extension ArgumentCell {
    /// How one text is read.
    typealias Reader<Element> = @Sendable (String) throws(ArgumentFault) -> Element

    /// A single value, which must be given where there is no default.
    static func single(
        default fallback: Value?, valueStrings: [String] = [], defaultText: String? = nil,
        _ read: @escaping Reader<Value>
    ) -> ArgumentCell {
        let conversion = Conversion(
            arity: .init(isRequired: fallback == nil, isRepeating: false), valueStrings: valueStrings,
            defaultText: defaultText
        ) { (_, text) throws(ArgumentFault) in try read(text) }
        return ArgumentCell(default: fallback, conversion)
    }

    /// A single value that is nil when it is not given.
    static func optional<Wrapped: Sendable>(
        valueStrings: [String] = [], _ read: @escaping Reader<Wrapped>
    ) -> ArgumentCell where Value == Wrapped? {
        let conversion = Conversion(
            arity: .init(isRequired: false, isRepeating: false), valueStrings: valueStrings, defaultText: nil
        ) { (_, text) throws(ArgumentFault) in try read(text) }
        return ArgumentCell(default: .some(nil), conversion)
    }

    /// Any number of values, at least one where there is no default. The first that is given replaces the default.
    static func repeating<Element: Sendable>(
        default fallback: Value?, valueStrings: [String] = [], _ read: @escaping Reader<Element>
    ) -> ArgumentCell where Value == [Element] {
        let conversion = Conversion(
            arity: .init(isRequired: fallback == nil, isRepeating: true), valueStrings: valueStrings, defaultText: nil
        ) { (before, text) throws(ArgumentFault) in (before ?? []) + [try read(text)] }
        return ArgumentCell(default: fallback, conversion)
    }
}

/// Reads a value that knows how it is written.
func readArgument<Value: ExpressibleByArgument>(_ text: String) throws(ArgumentFault) -> Value {
    guard let value = Value(argument: text) else { throw ArgumentFault(reason: "expected \(Value.expectation)") }
    return value
}

/// Reads a value by a closure that says itself what was wrong.
func readArgument<Value>(
    by transform: @escaping @Sendable (String) throws -> Value
) -> @Sendable (String) throws(ArgumentFault) -> Value {
    { (text) throws(ArgumentFault) in
        do { return try transform(text) } catch { throw ArgumentFault(reason: "\(error)") }
    }
}
