internal import Domain

/// Which records are asked for, and from which viewpoint; what is nil does not matter.
struct ActivityQuestion {
    /// Only of this unit and what has ever stood below it.
    var top: UnitCode?
    /// Only of this kind.
    var kind: ActivityKind?
    /// Only of this source.
    var source: SourceName?
    /// Only what began then or later.
    var from: Instant?
    /// Only what began before.
    var to: Instant?
    /// What began then or later had not taken place yet.
    var asOf: Instant
    /// What became known later was not known yet.
    var knownAt: Instant
    /// Whether versions that count no more are asked for, too.
    var isWithVersions = false
    /// What personal records are looked at for; nil where they are not to be shown.
    var purpose: String?
    /// How many at most.
    var limit: Int
}
