/// How often something has happened.
public struct Counts {
    /// Commits whose answer was lost.
    public var unknowns = 0
    /// Processes that were killed.
    public var crashes = 0
    /// Processes that stood still in the middle of a transaction and woke.
    public var zombies = 0
    /// Records that were on a topic twice.
    public var doubled = 0
    /// Brokers that went back.
    public var brokers = 0
    /// Databases that went back.
    public var databases = 0
    /// How many processes there ever were.
    var processes = 0

    /// Nothing yet.
    public init() {}
}

extension Counts: CustomStringConvertible {
    /// All of them in a line.
    public var description: String {
        "\(self.crashes) crashes, \(self.unknowns) unknown commits, \(self.zombies) zombies, \(self.doubled) doubled records, "
            + "\(self.brokers) brokers and \(self.databases) databases that went back"
    }

    /// Adds those of another world.
    public mutating func add(_ other: Counts) {
        self.unknowns += other.unknowns
        self.crashes += other.crashes
        self.zombies += other.zombies
        self.doubled += other.doubled
        self.brokers += other.brokers
        self.databases += other.databases
    }
}
