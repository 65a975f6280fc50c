/// A database that has gone back, until an operator has accepted it.
struct Restored {
    /// Services whose topics hold what their journals do not.
    var behind: Set<ServiceName>
    var acceptedAt: Int
    var isAccepted = false
}
