/// A record that was refused: nobody can say that what it told of did not take place.
public struct DeadLetter: Hashable, Sendable {
    /// The unit it names.
    public let unit: UnitCode
    /// The kind it names.
    public let kind: ActivityKind
    /// When it says that it took place: its `startedAt`, else its `time`.
    public let at: Instant
    /// When it became known.
    public let recorded: Instant
    /// When it was replayed or dismissed, which ends it.
    public let ended: Instant?
    /// Why it was refused: a code of the dead letters.
    public let code: String

    /// A refused record.
    public init(
        unit: UnitCode, kind: ActivityKind, at: Instant, recorded: Instant, ended: Instant? = nil, code: String
    ) {
        self.unit = unit
        self.kind = kind
        self.at = at
        self.recorded = recorded
        self.ended = ended
        self.code = code
    }

    /// Whether it may hide something that counts. Three codes cannot: a source that was not allowed to speak, a record
    /// that broke a privacy form, and one that lay ahead of its time.
    public var mayHideRecord: Bool {
        !["source-not-allowed", "privacy", "future"].contains(self.code)
    }
}
