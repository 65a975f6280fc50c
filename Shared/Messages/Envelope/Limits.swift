/// What a record may be at most. Everything from outside has a limit; it is named here with its unit.
public enum Limits {
    /// The value of an activity event, in bytes.
    public static let eventBytes = 65_536
    /// The events of one request over HTTP.
    public static let batchEvents = 1_000
    /// The body of one request over HTTP, in bytes: a batch of the largest events there are would be more, and can be
    /// sent in parts.
    public static let requestBytes = 4 << 20
    /// The value of a command, in bytes: an `import-rows` of 500 kB with its envelope fits well.
    public static let commandBytes = 786_432
    /// The attributes of one envelope.
    public static let attributes = 128
    /// One attribute's value, in bytes.
    public static let attributeBytes = 2_048
    /// Names and values of all attributes of one envelope together, in bytes.
    public static let attributesBytes = 65_536
    /// A unit's code, in characters.
    public static let unitCharacters = 64
    /// A post, in characters.
    public static let postCharacters = 64
    /// A person's id, in characters.
    public static let personCharacters = 64
    /// A name in a row of the register, in characters.
    public static let nameCharacters = 200
    /// The path of a fault, in characters: a path holds names that the sender chose.
    public static let pathCharacters = 256
}
