/// From where facts are looked at: what was so by one instant, as far as it was known at another.
struct Viewpoint {
    let asOf: Instant
    let knownAt: Instant
    /// The civil day that `asOf` lies in.
    let day: Day

    init(asOf: Instant, knownAt: Instant) {
        self.asOf = asOf
        self.knownAt = knownAt
        self.day = asOf.day
    }

    /// The same facts with the knowledge of another instant.
    func known(at knownAt: Instant) -> Viewpoint {
        Viewpoint(asOf: self.asOf, knownAt: knownAt)
    }
}
