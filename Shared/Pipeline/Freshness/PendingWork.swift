/// Something that follows from records that were read, and has not been done yet.
struct PendingWork: Hashable {
    /// What it is: `watermark`.
    let noun: String
    /// Of what it is one: `/campus/oa`.
    let subject: String
    /// Tells it from others of its kind.
    let identity: String
}
