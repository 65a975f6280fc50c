/// An alert as it was sent last.
struct KnownAlert: Hashable {
    var version: Int64
    var isStanding: Bool
}
