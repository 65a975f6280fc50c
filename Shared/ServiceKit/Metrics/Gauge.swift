import Synchronization

/// A number that goes up and down.
public final class Gauge: Sendable, Metric {
    static let type = "gauge"

    /// The bits of a `Double`.
    private let bits = Atomic<UInt64>(0)

    init(_: Void) {}

    /// What was recorded last.
    public var value: Double { Double(bitPattern: self.bits.load(ordering: .relaxed)) }

    /// Records a new value.
    public func record(_ value: Double) {
        self.bits.store(value.bitPattern, ordering: .relaxed)
    }

    /// Records a new value.
    public func record(_ value: some BinaryInteger) {
        self.record(Double(value))
    }

    func samples(_ series: MetricSeries) -> String {
        series.sample(self.value)
    }
}
