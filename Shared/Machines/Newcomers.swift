/// Decides which alerts of a batch are news: each version above all that came before is, in its order.
public struct Newcomers: Sendable {
    private let known: [String: Int64]
    private var highest: [String: Int64] = [:]

    /// Begins a batch with the highest versions that were taken in before.
    public init(known: [String: Int64]) { self.known = known }

    /// Whether this version of an alert is news.
    public mutating func take(_ alert: String, version: Int64) -> Bool {
        guard version > self.highest[alert] ?? self.known[alert] ?? 0 else { return false }
        self.highest[alert] = version
        return true
    }

    /// The alerts that were not known before, with their highest versions, in the order in which they are locked.
    public var added: [(alert: String, version: Int64)] { self.changes { self.known[$0] == nil } }

    /// The alerts that were known before at a lower version, in the order in which they are locked.
    public var raised: [(alert: String, version: Int64)] { self.changes { self.known[$0] != nil } }

    private func changes(_ isMeant: (String) -> Bool) -> [(alert: String, version: Int64)] {
        self.highest.filter { isMeant($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
