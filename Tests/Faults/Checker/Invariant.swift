/// What must hold whatever happens.
enum Invariant: String, CaseIterable, Sendable {
    case noLoss = "I1 no loss"
    case noInvention = "I2 no invention"
    case noDoubling = "I3 no doubling"
    case positions = "I4 positions"
    case fencing = "I5 fencing"
    case differential = "I6 differential"
    case alerts = "I7 alerts"
    case letters = "I8 dead letters"
    case liveness = "I9 liveness"
    case bounds = "I10 bounds"
    case audit = "I11 audit"
}
