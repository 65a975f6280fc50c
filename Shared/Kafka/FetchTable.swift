/// What a consumer holds and where it stands in each partition: the one truth about what is fetched.
///
/// librdkafka is never asked to pause, resume or seek: version 2.0.2 forgets or repeats records around these. Each
/// change hands it the fetched partitions with their positions anew instead, which drops whatever it had queued.
/// Pure bookkeeping, touched on the consumer's thread only.
struct FetchTable {
    private struct Slot {
        let partition: TopicPartition
        var position: Start
        var isPaused: Bool
    }

    private var slots: [Slot] = []
    private var places: [TopicPartition: Int] = [:]
    /// Changes whenever partitions come or go.
    private(set) var generation = 0
    /// Whether what is fetched differs from what librdkafka was last told.
    private(set) var isStale = false

    /// Everything held, sorted.
    var partitions: [TopicPartition] { self.slots.map(\.partition) }
    /// Where reading goes on, for everything held.
    var positions: [TopicPartition: Start] {
        Dictionary(uniqueKeysWithValues: self.slots.map { ($0.partition, $0.position) })
    }
    /// Where reading goes on in what is fetched, as far as that is known.
    var fetchedOffsets: [TopicPartition: Int64] {
        self.slots.reduce(into: [:]) { offsets, slot in
            if !slot.isPaused, case .offset(let offset) = slot.position { offsets[slot.partition] = offset }
        }
    }

    /// What is held but not fetched.
    var paused: Set<TopicPartition> { Set(self.slots.lazy.filter(\.isPaused).map(\.partition)) }

    /// Holds exactly `partitions` from now on; one without a start is paused.
    mutating func hold(_ partitions: [TopicPartition], from starts: [TopicPartition: Start]) {
        self.generation += 1
        self.slots = partitions.sorted().map {
            Slot(partition: $0, position: starts[$0] ?? .beginning, isPaused: starts[$0] == nil)
        }
        self.places = Dictionary(uniqueKeysWithValues: self.slots.enumerated().map { ($1.partition, $0) })
        self.isStale = true
    }

    /// What to tell librdkafka: the fetched partitions, each with its position. From then on the table is not stale.
    mutating func takeFetched() -> [(TopicPartition, Int64)] {
        self.isStale = false
        return self.slots.filter { !$0.isPaused }.map { ($0.partition, $0.position.code) }
    }

    /// Pauses or resumes what is held of `partitions`, and leaves out the rest.
    mutating func set(_ partitions: [TopicPartition], _ change: Change) {
        for place in partitions.compactMap({ self.places[$0] }) {
            guard self.slots[place].isPaused != (change == .pause) else { continue }
            self.slots[place].isPaused = change == .pause
            self.isStale = true
        }
    }

    enum Change { case pause, resume }

    /// Moves what is held of `starts`, and leaves out the rest.
    mutating func seek(_ starts: [TopicPartition: Start]) {
        for (partition, start) in starts {
            guard let place = self.places[partition] else { continue }
            self.slots[place].position = start
            // A paused one is told its position when it is resumed.
            if !self.slots[place].isPaused { self.isStale = true }
        }
    }

    /// The place of a partition, for the calls below; `nil` when it is not held.
    func place(of partition: TopicPartition) -> Int? { self.places[partition] }

    func partition(at place: Int) -> TopicPartition { self.slots[place].partition }

    /// Whether the record at `offset` is to be handed out; if so, the position moves past it.
    mutating func admit(_ offset: Int64, at place: Int) -> Bool {
        self.reach(offset + 1, past: offset, at: place)
    }

    /// Whether the end at `offset` is news; if so, the position moves there.
    mutating func admit(end offset: Int64, at place: Int) -> Bool {
        self.reach(offset, past: offset, at: place)
    }

    /// Whether a fault is about where the partition stands now; if so, and it will not pass by itself, it is paused.
    mutating func admit(_ fault: PartitionFault, at place: Int) -> Bool {
        guard !self.slots[place].isPaused else { return false }
        // An error of this kind carries no version: one from before a seek would stop the partition at its new place.
        if fault.error.name == "_AUTO_OFFSET_RESET", let offset = fault.offset,
            case .offset(let position) = self.slots[place].position, offset != position
        {
            return false
        }
        if fault.error.reaction == .reject { self.set([self.slots[place].partition], .pause) }
        return true
    }

    private mutating func reach(_ next: Int64, past offset: Int64, at place: Int) -> Bool {
        guard !self.slots[place].isPaused else { return false }
        if case .offset(let position) = self.slots[place].position, offset < position { return false }
        self.slots[place].position = .offset(next)
        return true
    }
}
