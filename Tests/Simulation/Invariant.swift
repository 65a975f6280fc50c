/// What must hold, by the numbers of the checker.
enum Invariant: String, CaseIterable {
    /// I1: what was acknowledged is kept, once.
    case noLoss = "I1 no loss"
    /// I2: what is kept was sent.
    case noInvention = "I2 no invention"
    /// I3: nothing is kept twice, and the counts are those of the records.
    case noDoubling = "I3 no doubling"
    /// I4: positions only grow, from where the last writer left them.
    case positions = "I4 positions"
    /// I5: nothing is written under an epoch after the next was given.
    case fencing = "I5 fencing"
    /// I6: what was found is what follows from the facts as of now.
    case verdicts = "I6 verdicts"
    /// I7: what is published and told is what was committed, in its order.
    case alerts = "I7 alerts"
    /// I8: what is refused is what deserves it.
    case letters = "I8 letters"
    /// I9: once nothing fails any more, all comes to rest.
    case liveness = "I9 liveness"
    /// I11: lanes have no gaps, and their chains are whole.
    case audit = "I11 audit"
    /// A broker or a database that went back is noticed.
    case noticed = "went back unnoticed"
}
