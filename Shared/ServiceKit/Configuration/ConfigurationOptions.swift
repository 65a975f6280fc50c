/// The option that every program has for its configuration.
public struct ConfigurationOptions: ParsableArguments {
    /// The file, where one is named.
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("Reads NAME=VALUE lines; the environment counts before them.", valueName: "file"))
    public var file: String?

    /// The option, not given.
    public init() {}

    /// Loads what is configured.
    public func load(_ catalogue: Configuration.Catalogue) throws(ConfigurationError) -> Configuration {
        try Configuration.load(catalogue, file: self.file)
    }
}
