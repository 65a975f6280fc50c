/// Whose a message is: a recipient of the configuration, and where its messages go to holders of posts, which person.
struct RecipientName: Hashable, Sendable {
    /// The recipient's name in the configuration: letters, digits and hyphens.
    let name: String
    /// The person, an opaque id, as a name of a file could be; nil where the recipient is told as such.
    let person: String?

    /// A recipient, or somebody of those that it stands for.
    init(_ name: String, person: String? = nil) {
        self.name = name
        self.person = person.map(FileName.of)
    }

    /// Reads what `rawValue` wrote.
    init(rawValue: String) {
        let parts = rawValue.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        self.name = parts[0]
        self.person = parts.count > 1 ? parts[1] : nil
    }

    /// As the tables and the due queue have it; it holds no slash.
    var rawValue: String { self.person.map { "\(self.name):\($0)" } ?? self.name }
}
