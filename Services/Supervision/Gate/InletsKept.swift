internal import Kafka
internal import Pipeline

/// What the cluster said of the partitions by which all comes in, for as long as that is taken to be so.
///
/// For an opening the broker is asked how far they go, and nothing else.
struct InletsKept {
    /// How long the partitions are taken for all that there are, and their first records for the first.
    private static let limit = Duration.seconds(60)

    private struct Known {
        let inlets: Inlets
        /// The first offsets. Records may have been removed since then; who has not read them by then stands still.
        let lows: [TopicPartition: Int64]
        let since = ContinuousClock.now
    }

    private var known: Known?
    /// How far the topic goes that holds the register's journal up to a head.
    private var decided: (head: Int64, ends: [TopicPartition: PartitionEnds])?

    /// The ends of what others send to, by now.
    mutating func sent(
        by reader: Reader, within limit: Duration, asking: () async throws -> Inlets
    ) async throws -> [TopicPartition: PartitionEnds] {
        if let known, .now - known.since < Self.limit {
            let highs = try await reader.highs(of: known.inlets.sent, within: limit)
            return highs.reduce(into: [:]) { ends, high in
                ends[high.key] = PartitionEnds(low: known.lows[high.key] ?? 0, high: high.value)
            }
        }
        self.decided = nil
        let inlets = try await asking()
        let ends = try await reader.ends(of: inlets.sent, within: limit)
        self.known = Known(inlets: inlets, lows: ends.mapValues(\.low))
        return ends
    }

    /// The ends that the register's topic had when it held the journal up to a head: the broker is asked again only
    /// where the head is another one.
    mutating func decided(
        upTo head: Int64, by reader: Reader, within limit: Duration
    ) async throws -> [TopicPartition: PartitionEnds] {
        if let decided, decided.head == head { return decided.ends }
        let ends = try await reader.ends(of: self.known?.inlets.decided ?? [], within: limit)
        self.decided = (head, ends)
        return ends
    }
}
