/// What names an import: imports of two senders never meet, whatever ids they choose.
struct ImportKey: Hashable, Comparable, Sendable {
    /// The sender, a CloudEvents source.
    let source: String
    /// The sender's id for it.
    let id: String

    /// By sender, then by id.
    static func < (left: Self, right: Self) -> Bool { (left.source, left.id) < (right.source, right.id) }
}
