/// A source's word that all that occurred before an instant has been sent.
///
/// The newest one that covers a unit and a kind counts, so that a source can take one back by a later, lower one.
public struct Watermark: Hashable, Sendable {
    /// Who says so.
    public let source: SourceName
    /// All that occurred before this instant has been sent.
    public let until: Instant
    /// The unit whose subtree it speaks of; none for all.
    public let unit: UnitCode?
    /// The kinds it speaks of; none for all.
    public let kinds: Set<ActivityKind>?
    /// When it became known.
    public let recorded: Instant
    /// The order in which watermarks took effect, which decides between those recorded at the same instant.
    public let order: Int64

    /// A source's word.
    public init(
        source: SourceName, until: Instant, unit: UnitCode? = nil, kinds: Set<ActivityKind>? = nil,
        recorded: Instant, order: Int64
    ) {
        self.source = source
        self.until = until
        self.unit = unit
        self.kinds = kinds
        self.recorded = recorded
        self.order = order
    }
}
