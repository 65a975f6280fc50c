/// A statement with its values kept apart: what is interpolated can only become a parameter.
///
/// ```swift
/// "SELECT name FROM unit WHERE code = \(code)"              // WHERE code = $1
/// "SELECT name FROM \(identifier: schema).unit"             // FROM "registry".unit
/// "SELECT name FROM unit \(raw: order)"                     // a StaticString, known when compiled
/// "SELECT name FROM unit WHERE \(condition)"                // another SQL with its own values
/// ```
public struct SQL: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// The statement as it is sent, with `$1`, `$2`, … in the place of values.
    public private(set) var text: String
    private(set) var parameters = SQLParameterList()
    /// Where in the text's UTF-8 each placeholder begins.
    private var placeholders: [Int] = []

    /// A statement without values.
    public init(stringLiteral text: String) { self.text = text }

    /// A statement with values.
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.statement }

    /// A statement whose placeholders are in its text already.
    init(text: String, parameters: SQLParameterList) {
        self.text = text
        self.parameters = parameters
    }

    private init(capacity: Int) {
        self.text = ""
        self.text.reserveCapacity(capacity)
    }

    /// The statement, without the values: those may be somebody's secrets.
    public var description: String { self.text }

    /// One statement behind the other, as one text; the values are numbered on.
    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    /// Adds another statement at the end of this one.
    public static func += (left: inout SQL, right: SQL) { left.append(right) }

    private mutating func append(_ other: SQL) {
        let source = other.text.utf8
        var rest = source.startIndex
        for (index, offset) in other.placeholders.enumerated() {
            let placeholder = source.index(source.startIndex, offsetBy: offset)
            self.text += other.text[rest..<placeholder]
            self.appendPlaceholder(numbered: self.parameters.count + index + 1)
            rest = source.index(placeholder, offsetBy: "$\(index + 1)".utf8.count)
        }
        self.text += other.text[rest...]
        self.parameters.append(contentsOf: other.parameters)
    }

    private mutating func append(_ value: some SQLParameter) {
        self.parameters.append(value)
        self.appendPlaceholder(numbered: self.parameters.count)
    }

    private mutating func appendPlaceholder(numbered number: Int) {
        self.placeholders.append(self.text.utf8.count)
        self.text += "$\(number)"
    }

    /// Gathers a statement from the pieces of a literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var statement: SQL

        /// Begins an empty statement.
        public init(literalCapacity: Int, interpolationCount: Int) {
            self.statement = SQL(capacity: literalCapacity + 3 * interpolationCount)
        }

        /// Adds what stands between the values.
        public mutating func appendLiteral(_ literal: String) { self.statement.text += literal }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLParameter) { self.statement.append(value) }

        /// Binds a value or NULL. Without this the compiler warns of optionals as in any text (swiftlang/swift#92066).
        public mutating func appendInterpolation(_ value: (some SQLParameter)?) { self.statement.append(value) }

        /// Adds another statement with its own values.
        public mutating func appendInterpolation(_ fragment: SQL) { self.statement.append(fragment) }

        /// Adds a text that was known when the program was compiled.
        public mutating func appendInterpolation(raw fragment: StaticString) { self.statement.text += "\(fragment)" }

        /// Adds the name of a table, a schema, a column or a role, quoted.
        public mutating func appendInterpolation(identifier name: String) {
            self.statement.text += "\""
            for character in name.unicodeScalars {
                if character == "\"" { self.statement.text += "\"" }
                self.statement.text.unicodeScalars.append(character)
            }
            self.statement.text += "\""
        }
    }
}

extension SQL {
    /// Whether an answer that is lost leaves it open if a transaction took place.
    var isCommit: Bool { self.begins(with: "commit") }

    /// Whether it is ROLLBACK and no more: nothing of the transaction stays, and nothing more of it need be sent.
    var isRollback: Bool { self.begins(with: "rollback") && self.text.utf8.count == 8 }

    private func begins(with verb: String) -> Bool {
        self.text.utf8.drop { $0 == 0x20 || $0 == 0x0A }.prefix(verb.utf8.count)
            .elementsEqual(verb.utf8) { $0 | 0x20 == $1 }
    }
}
