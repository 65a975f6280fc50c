/// How long a round of a loop may take before `/livez` says that the loop stands still.
enum RoundLimit {
    /// Above every wait that ends by itself (a statement 60 seconds, a rebalance 30), below the five minutes after
    /// which the group takes a silent member for gone.
    static let usual = Duration.seconds(240)
}
