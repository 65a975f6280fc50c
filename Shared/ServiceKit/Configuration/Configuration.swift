internal import FoundationEssentials

/// What one program was configured with: every value was checked when it was loaded.
public struct Configuration: Sendable {
    /// One value and where it came from; whatever it is, it does not show when a configuration is printed.
    struct Setting: Sendable {
        let text: Secret
        let origin: String
    }

    static let prefix = "GUOYING_"
    static let fileSuffix = "_FILE"

    private let catalogue: Catalogue
    private let settings: [String: Setting]

    /// Reads the environment, then the file, and refuses what it does not know and what it cannot read.
    ///
    /// What the environment says counts before what the file says. An empty value is the same as none.
    ///
    /// - Parameters:
    ///   - catalogue: What may be there.
    ///   - file: A file of `NAME=VALUE` lines; where nil, `GUOYING_CONFIG_FILE` may name one.
    ///   - environment: The process's own where nil.
    public static func load(
        _ catalogue: Catalogue, file: String? = nil,
        environment: [String: String]? = nil
    ) throws(ConfigurationError) -> Configuration {
        let environment = environment ?? ProcessInfo.processInfo.environment
        let outer = environment.filter { $0.key.hasPrefix(Self.prefix) }
            .map { ConfigurationLine(name: $0.key, text: $0.value, origin: "in the environment") }
        let named = environment[Key.configurationFile.name].flatMap { $0.isEmpty ? nil : $0 }
        let inner = try (file ?? named).map { path throws(ConfigurationError) in try ConfigurationFile.read(path) }
        var settings = try Self.settings(of: inner ?? [], in: catalogue)
        settings.merge(try Self.settings(of: outer, in: catalogue)) { _, outer in outer }
        return Configuration(catalogue: catalogue, settings: settings)
    }

    /// The value of a key, or its default.
    public subscript<Value>(_ key: Key<Value>) -> Value {
        precondition(self.catalogue.declaration(of: key.name) != nil, "\(key.name) is not in the program's catalogue")
        return self.settings[key.name].flatMap { key.value(of: $0.text.revealed) } ?? key.fallback
    }

    /// The values of a family, by what each of its variables sets.
    public subscript(_ family: Family) -> [String: Secret] {
        var members: [String: Secret] = [:]
        for (name, setting) in self.settings where family.declaration.covers(name) {
            members[family.member(String(name.dropFirst(family.prefix.count)))] = setting.text
        }
        return members
    }

    /// The value of a key that this program cannot do without.
    public func require<Value>(_ key: Key<Value?>) throws(ConfigurationError) -> Value {
        if let value = self[key] { return value }
        let file = key.declaration.secrecy == .secret ? " (or \(key.name)\(Self.fileSuffix))" : ""
        throw ConfigurationError("\(key.name)\(file) is not set; expected \(key.declaration.expectation)")
    }

    /// Resolves the variables of one source.
    private static func settings(
        of lines: [ConfigurationLine], in catalogue: Catalogue
    ) throws(ConfigurationError) -> [String: Setting] {
        var settings: [String: Setting] = [:]
        for line in lines.sorted(by: { $0.name < $1.name }) {
            guard let (name, setting) = try Self.resolve(line, in: catalogue) else { continue }
            if let other = settings.updateValue(setting, forKey: name) {
                throw ConfigurationError("\(name) is set twice, \(other.origin) and \(setting.origin)")
            }
        }
        return settings
    }

    /// The value of one variable; nil where it is empty or another program's.
    private static func resolve(
        _ line: ConfigurationLine, in catalogue: Catalogue
    ) throws(ConfigurationError) -> (String, Setting)? {
        let direct = line.name.hasSuffix(Self.fileSuffix) ? String(line.name.dropLast(Self.fileSuffix.count)) : nil
        var name = line.name
        var text = line.text
        var origin = line.origin
        if let direct, let declaration = catalogue.declaration(of: direct), declaration.secrecy == .secret {
            guard !text.isEmpty else { return nil }
            name = direct
            origin = "in the file \(text) (named by \(line.name) \(line.origin))"
            text = try ConfigurationFile.secret(in: text, origin: "\(line.name) \(line.origin)")
        }
        guard let declaration = catalogue.declaration(of: name) else {
            if catalogue.isKnownElsewhere(name) { return nil }
            let suggestion = NearestName.suggestion(for: name, among: catalogue.names)
            throw ConfigurationError("\(name.shortened) \(line.origin) is not known\(suggestion)")
        }
        guard !text.isEmpty else { return nil }
        guard declaration.accepts(text) else {
            let shown = declaration.secrecy == .secret ? "is not valid" : "is '\(text.shortened)'"
            throw ConfigurationError("\(name) \(origin) \(shown); expected \(declaration.expectation)")
        }
        return (name, Setting(text: Secret(text), origin: origin))
    }
}
