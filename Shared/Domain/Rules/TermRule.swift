/// A committee is elected anew on or before the last day of its term. Each election opens a window: from it to the same
/// day so many years later.
public struct TermRule: Hashable, Sendable {
    /// From how long before the end of a term on an election is due soon.
    public let lead: LeadTime

    /// An election in every term.
    public init(lead: LeadTime) { self.lead = lead }
}
