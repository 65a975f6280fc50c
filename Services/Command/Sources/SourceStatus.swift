internal import Domain

/// A source: what the register expects of it, and what came of what it sent.
struct SourceStatus {
    /// The source.
    let source: SourceName
    /// What is expected for each subtree today, in the order of units; nothing where the register expects nothing.
    var expectations: [SourceExpectation] = []
    /// What took effect and what was known already, by kind.
    var counts: [SourceCount] = []
    /// What was refused, by code and field.
    var refusals: [Refusal] = []
    /// What waits, by what it waits for.
    var parked: [ParkedRecords] = []
    /// Watermarks that have not taken effect.
    var pending: [PendingWatermark] = []
    /// Units that it reports no more as it used to.
    var stopped: [StoppedReporting] = []
    /// Since when supervision has told its owner that it is silent; nil where it has not.
    var noticeSince: Instant?

    /// Events of one kind.
    struct SourceCount {
        /// A kind of activity, `retraction` or `watermark`.
        let kind: String
        let accepted: Int64
        let duplicate: Int64
        /// Those of the accepted that came more than a day after they are said to have been recorded.
        let delayed: Int64
        /// Those of the accepted that correct a record.
        let corrected: Int64
        /// When the newest was taken in.
        let newest: Instant
    }

    /// Records refused for one reason.
    struct Refusal {
        let code: String
        let field: String?
        let count: Int64
        /// How many of them nobody has dismissed or replayed yet.
        let open: Int64
    }

    /// Records that wait for one thing.
    struct ParkedRecords {
        /// `unit:b-0999`, or `target:` and the digest of an event.
        let key: String
        let count: Int64
        /// When the first came.
        let since: Instant
    }

    /// A watermark that has been read and has not taken effect.
    struct PendingWatermark {
        let until: Instant
        let recorded: Instant
        let topic: String
        /// How many records of its topic are to be taken in before.
        let missing: Int64
    }

    init(_ source: SourceName) { self.source = source }

    /// What is expected and has been waited for longest: by it the source is measured.
    var slowest: SourceExpectation? { self.expectations.min { $0.nextDue < $1.nextDue } }

    /// Whether a watermark has not come by the time it was due.
    func isBehind(asOf: Instant) -> Bool { self.slowest.map { $0.nextDue <= asOf } ?? false }

    /// The kinds that it is expected to report, by name.
    var kinds: [String] { Set(self.expectations.flatMap(\.duty.kinds)).map(\.rawValue).sorted() }

    /// The expected kinds of which no event has ever come.
    var silentKinds: [String] { self.kinds.filter { kind in !self.counts.contains { $0.kind == kind } } }

    /// When the newest event was taken in, whatever came of it.
    var newest: Instant? { self.counts.map(\.newest).max() }

    var accepted: Int64 { self.counts.reduce(0) { $0 + $1.accepted } }
    var duplicate: Int64 { self.counts.reduce(0) { $0 + $1.duplicate } }
    var corrected: Int64 { self.counts.reduce(0) { $0 + $1.corrected } }
    var delayed: Int64 { self.counts.reduce(0) { $0 + $1.delayed } }
    var refused: Int64 { self.refusals.reduce(0) { $0 + $1.count } }
    var waiting: Int64 { self.parked.reduce(0) { $0 + $1.count } }
}
