/// How much may wait.
public struct ParkingLimits: Sendable {
    /// Events behind one key.
    public var keyRecords: Int
    /// Events of one source.
    public var sourceRecords: Int
    /// How long a key may be waited for, in seconds of business time.
    public var waitSeconds: Int64 = 7 * 86_400
    /// Events that one transaction lets go; the rest follows in transactions of their own.
    public var releasedRecords: Int

    /// As many as are usual, or others.
    public init(keyRecords: Int = 1_000, sourceRecords: Int = 10_000, releasedRecords: Int = 1_000) {
        self.keyRecords = keyRecords
        self.sourceRecords = sourceRecords
        self.releasedRecords = releasedRecords
    }
}
