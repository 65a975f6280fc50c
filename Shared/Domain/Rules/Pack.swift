/// A versioned set of requirements, flattened from its layers.
public struct Pack: Hashable, Sendable {
    /// Its name.
    public let id: PackID
    /// Its version, which changes whenever it does.
    public let version: String
    /// The first day it judges.
    public let begins: Day
    /// What it asks, in the order of the board's columns.
    public let requirements: [Requirement]
    /// `sha256:` and the digest of all of the above in a canonical form.
    public let digest: String

    /// A set of requirements.
    public init(id: PackID, version: String, begins: Day, requirements: [Requirement], digest: String) {
        self.id = id
        self.version = version
        self.begins = begins
        self.requirements = requirements
        self.digest = digest
    }
}
