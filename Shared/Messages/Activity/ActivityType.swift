/// The `type` of an activity event.
public enum ActivityType: String, CaseIterable, Sendable {
    /// Something took place.
    case held = "guoying.activity.held.v1"
    /// A record is replaced by a better one.
    case corrected = "guoying.activity.corrected.v1"
    /// A record is taken back.
    case retracted = "guoying.activity.retracted.v1"
    /// All before an instant has been sent.
    case watermark = "guoying.activity.watermark.v1"
}
