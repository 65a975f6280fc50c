import Synchronization

/// How values are spread, counted in fixed buckets.
public final class Histogram: Sendable, Metric {
    static let type = "histogram"

    /// Bounds for durations in seconds, from a millisecond to ten seconds.
    public static let secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct State {
        /// Not cumulative; the last is for what is above all bounds.
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    /// Buckets with these upper bounds, inclusive, finite and ascending.
    init(_ bounds: [Double]) {
        precondition(!bounds.isEmpty && bounds.allSatisfy(\.isFinite), "a histogram needs finite bounds")
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy(<), "a histogram's bounds ascend")
        self.bounds = bounds
        self.state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// How many values were recorded.
    public var count: Int { self.state.withLock { $0.counts.reduce(0, +) } }

    /// Records a value; what is no number is left out.
    public func record(_ value: Double) {
        guard !value.isNaN else { return }
        let bucket = self.bounds.firstIndex { value <= $0 } ?? self.bounds.count
        self.state.withLock { state in
            state.counts[bucket] += 1
            state.sum += value
        }
    }

    /// Records a duration, in seconds.
    public func record(_ duration: Duration) {
        self.record(duration / .seconds(1))
    }

    func samples(_ series: MetricSeries) -> String {
        let (counts, sum) = self.state.withLock { ($0.counts, $0.sum) }
        var text = ""
        var cumulative = 0
        for (bound, count) in zip(self.bounds + [.infinity], counts) {
            cumulative += count
            text += series.sample(Double(cumulative), suffix: "_bucket", bound: bound)
        }
        return text + series.sample(sum, suffix: "_sum") + series.sample(Double(cumulative), suffix: "_count")
    }
}
