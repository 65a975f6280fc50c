/// The text of a pack or of a layer, and what its faults call it.
public struct PackFile: Hashable, Sendable {
    /// The file's name.
    public let name: String
    /// What it says, in YAML.
    public let text: String

    /// A file's name and text.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
