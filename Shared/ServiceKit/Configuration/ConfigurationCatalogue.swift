extension Configuration {
    /// Every variable that the product knows, as one program sees it: those it reads, and those of its siblings.
    ///
    /// A service must not refuse a variable that is meant for another, and nobody may overlook a misspelt one. So each
    /// program declares what it reads and names what it leaves to others:
    ///
    ///     let catalogue = Configuration.Catalogue.common
    ///         .reading(.writers)
    ///         .knowing("GUOYING_NOTIFICATION_*")
    public struct Catalogue: Sendable {
        private(set) var declarations: [Declaration] = []
        /// What others read; a name that ends in `*` stands for all that begin so.
        private(set) var others: [String] = []

        /// Nothing is known.
        public init() {}

        /// Adds a key that this program reads.
        public func reading<Value>(_ key: Key<Value>) -> Catalogue {
            self.declaring(key.declaration)
        }

        /// Adds a family of keys that this program reads.
        public func reading(_ family: Family) -> Catalogue {
            self.declaring(family.declaration)
        }

        /// Adds names that other programs read; one that ends in `*` stands for all that begin so.
        public func knowing(_ names: String...) -> Catalogue {
            var copy = self
            copy.others += names
            return copy
        }

        /// What help says about configuration: every key that this program reads, its meaning and its default.
        public var help: String {
            let rows = self.declarations.map { declaration in
                var notes = [declaration.expectation]
                if let text = declaration.defaultText { notes.append("\(text) unless told") }
                if declaration.secrecy == .secret {
                    notes.append("or \(declaration.name)_FILE, the name of a file with it")
                }
                return (declaration.name, "\(declaration.help) (\(notes.joined(separator: "; ")))")
            }
            return HelpText.section("CONFIGURATION, by the environment or a file of NAME=VALUE lines", rows: rows)
        }

        /// The key that a variable's name belongs to, where this program reads it.
        func declaration(of variable: String) -> Declaration? {
            self.declarations.first { $0.covers(variable) }
        }

        /// Whether another program reads a variable of this name.
        func isKnownElsewhere(_ variable: String) -> Bool {
            self.others.contains { Declaration.name($0, covers: variable) }
        }

        /// Every name that can be listed, for suggestions.
        var names: [String] {
            let read = self.declarations.flatMap {
                $0.secrecy == .secret ? [$0.name, $0.name + Configuration.fileSuffix] : [$0.name]
            }
            return (read + self.others).filter { !$0.contains(Declaration.rest) }
        }

        private func declaring(_ declaration: Declaration) -> Catalogue {
            precondition(declaration.name.hasPrefix(Configuration.prefix), "\(declaration.name) is not one of ours")
            precondition(!self.declarations.contains { $0.name == declaration.name }, "\(declaration.name) comes twice")
            var copy = self
            copy.declarations.append(declaration)
            return copy
        }
    }
}
