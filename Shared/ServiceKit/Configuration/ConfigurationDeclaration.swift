extension Configuration {
    /// A key or a family without its type.
    struct Declaration: Sendable {
        /// What the name of a family ends in, where the rest of a variable's name follows.
        static let rest = "*"

        let name: String
        let defaultText: String?
        let help: String
        let expectation: String
        let secrecy: Secrecy
        let accepts: @Sendable (String) -> Bool

        /// Whether a variable of this name is this key's.
        func covers(_ variable: String) -> Bool {
            Self.name(self.name, covers: variable)
        }

        /// Whether a declared name, which may end in `*`, stands for a variable's.
        static func name(_ name: String, covers variable: String) -> Bool {
            guard name.hasSuffix(Self.rest) else { return name == variable }
            let prefix = name.dropLast(Self.rest.count)
            return variable.hasPrefix(prefix) && variable.utf8.count > prefix.utf8.count
        }
    }
}
