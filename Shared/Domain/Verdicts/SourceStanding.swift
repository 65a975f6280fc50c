/// What a source that reports a kind for a unit has said of being up to date.
public struct SourceStanding: Hashable, Sendable {
    /// The source.
    public let source: SourceName
    /// The watermark of it that counts; none where it never sent one.
    public let watermark: Watermark?
}
