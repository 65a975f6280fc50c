/// A lane of a service's journal: the sequence in which entries of some units are numbered and chained.
///
/// A unit's lane is found by the hash of Kafka's default partitioner, so that batches of different partitions touch
/// different lanes wherever the partition count divides the number of lanes.
public enum Lane {
    /// How many lanes a journal has.
    public static let count = 48

    /// The lane of entries that concern `unit`, from 0; entries without a unit lie in lane 0.
    public static func index(ofUnit unit: String?) -> Int {
        guard let unit else { return 0 }
        return Int(murmur2(unit.utf8.span) & 0x7fff_ffff) % Self.count
    }
}
