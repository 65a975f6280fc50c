import Synchronization

/// All metrics of one process, as Prometheus reads them.
///
/// Labels name sources, kinds, channels and reasons; never a unit, a person or an event.
public final class MetricsRegistry: Sendable {
    /// The type of what ``render()`` returns; Prometheus 3 refuses answers without it.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// What an observed metric is.
    public enum ObservedKind: String, Sendable {
        /// It only grows.
        case counter
        /// It goes up and down.
        case gauge
    }

    private struct Entry: Sendable {
        let family: (any Sendable & AnyObject)?
        let render: @Sendable () -> String
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// Without metrics.
    public init() {}

    /// The counter of this name; names of counters end in `_total`.
    public func counter(_ name: String, help: String) -> Counter {
        self.counters(name, help: help, labels: [])[]
    }

    /// The gauge of this name.
    public func gauge(_ name: String, help: String) -> Gauge {
        self.gauges(name, help: help, labels: [])[]
    }

    /// The histogram of this name; the bounds are upper ones, inclusive, ascending.
    public func histogram(
        _ name: String, help: String, buckets: [Double] = Histogram.secondsBuckets
    ) -> Histogram {
        self.histograms(name, help: help, labels: [], buckets: buckets)[]
    }

    /// Counters of one name with labels; names of counters end in `_total`.
    public func counters(_ name: String, help: String, labels: [String]) -> MetricFamily<Counter> {
        precondition(name.hasSuffix("_total"), "\(name): the name of a counter ends in _total")
        return self.family(name, help: help, labels: labels) { Counter(()) }
    }

    /// Gauges of one name with labels.
    public func gauges(_ name: String, help: String, labels: [String]) -> MetricFamily<Gauge> {
        self.family(name, help: help, labels: labels) { Gauge(()) }
    }

    /// Histograms of one name with labels.
    public func histograms(
        _ name: String, help: String, labels: [String], buckets: [Double] = Histogram.secondsBuckets
    ) -> MetricFamily<Histogram> {
        self.family(name, help: help, labels: labels) { Histogram(buckets) }
    }

    /// A metric that is read when somebody asks; nil leaves it out.
    public func observe(
        _ name: String, help: String, as kind: ObservedKind = .gauge, labels: [String: String] = [:],
        _ read: @escaping @Sendable () -> Double?
    ) {
        let labels = labels.sorted { $0.key < $1.key }
        self.observe(name, help: help, as: kind, labels: labels.map(\.key)) {
            read().map { [(labels.map(\.value), $0)] } ?? []
        }
    }

    /// Metrics of one name that are read when somebody asks, each with the values of its labels.
    ///
    /// Whoever answers keeps them few, and no two with the same labels.
    public func observe(
        _ name: String, help: String, as kind: ObservedKind = .gauge, labels: [String],
        _ read: @escaping @Sendable () -> [(labels: [String], value: Double)]
    ) {
        Self.check(name: name, labels: labels)
        let header = MetricSeries.header(name: name, help: help, type: kind.rawValue)
        let entry = Entry(family: nil) {
            let lines = read().map { values, value in
                precondition(values.count == labels.count, "\(name) has the labels \(labels)")
                return MetricSeries(name: name, labels: zip(labels, values).map { ($0, $1) }).sample(value)
            }
            return lines.isEmpty ? "" : header + lines.joined()
        }
        self.entries.withLock { entries in
            precondition(entries[name] == nil, "\(name) is registered twice")
            entries[name] = entry
        }
    }

    /// Everything, in Prometheus's text format.
    public func render() -> String {
        self.entries.withLock { $0 }.sorted { $0.key < $1.key }.map { $0.value.render() }.joined()
    }

    /// The family of this name, made when it is asked for first.
    private func family<Member: Metric>(
        _ name: String, help: String, labels: [String], make: @escaping @Sendable () -> Member
    ) -> MetricFamily<Member> {
        self.entries.withLock { entries in
            if let known = entries[name] {
                guard let family = known.family as? MetricFamily<Member>, family.labels == labels else {
                    preconditionFailure("\(name) is registered as something else")
                }
                return family
            }
            Self.check(name: name, labels: labels)
            let family = MetricFamily(name: name, help: help, labels: labels, make: make)
            entries[name] = Entry(family: family) {
                let lines = family.series.map { $0.member.samples(MetricSeries(name: name, labels: $0.labels)) }
                if lines.isEmpty { return "" }
                return MetricSeries.header(name: name, help: help, type: Member.type) + lines.joined()
            }
            return family
        }
    }

    private static func check(name: String, labels: [String]) {
        precondition(Self.isName(name), "\(name) is not a metric's name")
        precondition(labels.allSatisfy { Self.isName($0) && $0 != "le" && !$0.hasPrefix("__") }, "labels of \(name)")
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && !("0"..."9").contains(text.prefix(1))
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
