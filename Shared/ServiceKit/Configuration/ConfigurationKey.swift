extension Configuration {
    /// One thing that can be configured, declared once by whoever reads it.
    ///
    ///     extension Configuration.Key where Value == Int {
    ///         static var writers: Self {
    ///             Configuration.Key(
    ///                 "GUOYING_ACTIVITY_WRITERS", default: 2, help: "Batches written at once.",
    ///                 expects: "a number from 1 to 64") { text in Int(text).flatMap { 1...64 ~= $0 ? $0 : nil } }
    ///         }
    ///     }
    public struct Key<Value: Sendable>: Sendable {
        /// The environment variable, and the name in a configuration file.
        public let name: String
        let fallback: Value
        let declaration: Declaration
        private let reader: @Sendable (String) -> Value?

        /// A key with a default.
        ///
        /// - Parameters:
        ///   - name: Begins with `GUOYING_`.
        ///   - fallback: The value where none is set; help shows it by `defaultText`, else by its description.
        ///   - help: The meaning, in a sentence.
        ///   - expects: What a value looks like, to complete "expected …".
        ///   - secrecy: A secret is never echoed, and may be given as the name of a file, by `NAME_FILE`.
        ///   - read: The value of a text, nil where it is not one.
        public init(
            _ name: String, default fallback: Value, defaultText: String? = nil, help: String, expects: String,
            secrecy: Secrecy = .open, read: @escaping @Sendable (String) -> Value?
        ) {
            self.name = name
            self.fallback = fallback
            self.reader = read
            self.declaration = Declaration(
                name: name, defaultText: defaultText ?? "\(fallback)", help: help, expectation: expects,
                secrecy: secrecy, accepts: { read($0) != nil })
        }

        /// A key that may stay unset.
        public init<Wrapped: Sendable>(
            _ name: String, help: String, expects: String, secrecy: Secrecy = .open,
            read: @escaping @Sendable (String) -> Wrapped?
        ) where Value == Wrapped? {
            self.name = name
            self.fallback = nil
            self.reader = { read($0).map(Optional.some) }
            self.declaration = Declaration(
                name: name, defaultText: nil, help: help, expectation: expects, secrecy: secrecy,
                accepts: { read($0) != nil })
        }

        func value(of text: String) -> Value? { self.reader(text) }
    }

    /// Whether a value may be shown.
    public enum Secrecy: Sendable {
        /// It may.
        case open
        /// It may not.
        case secret
    }

    /// Keys that share the beginning of their names; the rest of the name is a part of the setting.
    public struct Family: Sendable {
        /// What the names begin with.
        public let prefix: String
        let declaration: Declaration
        let member: @Sendable (String) -> String

        /// A family; `member` turns the rest of a variable's name into what it sets.
        ///
        /// Its values may be secrets: they are never echoed and may be given as files.
        public init(_ prefix: String, help: String, member: @escaping @Sendable (String) -> String) {
            self.prefix = prefix
            self.member = member
            self.declaration = Declaration(
                name: prefix + Declaration.rest, defaultText: nil, help: help, expectation: "a value", secrecy: .secret,
                accepts: { _ in true })
        }
    }
}
