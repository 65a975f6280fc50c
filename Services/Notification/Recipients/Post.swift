/// A post at a unit, as an alert names whom it is for.
struct Post: Hashable, Sendable {
    /// The post, as the register's `posts` name it.
    let role: String
    /// The code of the unit.
    let unit: String
}
