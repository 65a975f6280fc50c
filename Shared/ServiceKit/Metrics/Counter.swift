import Synchronization

/// A number that only grows while the process lives.
public final class Counter: Sendable, Metric {
    static let type = "counter"

    private let total = Atomic<Int>(0)

    init(_: Void) {}

    /// What has been counted so far.
    public var value: Int { self.total.load(ordering: .relaxed) }

    /// Counts `amount` more, which is not negative.
    public func increment(by amount: Int = 1) {
        precondition(amount >= 0, "a counter only grows")
        self.total.wrappingAdd(amount, ordering: .relaxed)
    }

    func samples(_ series: MetricSeries) -> String {
        series.sample(Double(self.value))
    }
}
