public import Crypto

/// An event that can wait for something, as the sorter needs to know it.
public protocol Parkable: Sendable {
    /// Why an event is refused.
    associatedtype Refusal: Hashable, Sendable

    /// What makes it the same for ever.
    var identity: Digest16 { get }
    /// What it is, what it needs and what it provides.
    var candidate: Triage<ParkingKey>.Candidate { get }
    /// The key behind which it has waited until now; nil for one that has just come.
    var waitsBehind: ParkingKey? { get }
    /// Who says it.
    var source: String { get }
    /// Whether it says something about a record, so that others may wait for it.
    var isVersion: Bool { get }
    /// Why it is refused where its id was used for something else.
    var refusalOfConflict: Refusal { get }
    /// Why it is refused when what it waits for has not come.
    func refusal(missing key: ParkingKey) -> Refusal
}
