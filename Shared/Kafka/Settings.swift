/// What a client is told: librdkafka's options by their own names, and where its words go.
///
/// Any option can be passed through; one that correctness here rests on is refused when it differs.
/// Values are never logged: some are secrets.
public struct Settings: Sendable, ExpressibleByDictionaryLiteral {
    /// librdkafka's options, for example `bootstrap.servers`.
    public var options: [String: String]
    /// Receives what librdkafka would have written to stderr, from any of its threads; must not block or call back.
    public var log: @Sendable (LogLine) -> Void
    /// Receives librdkafka's statistics, a JSON document in UTF-8, each `statistics.interval.ms` while the client
    /// is polled; `nil` discards them.
    public var statistics: (@Sendable ([UInt8]) -> Void)?

    /// How long a partition may give nothing although the broker says that its log goes on; then it is a fault.
    public var stallLimit: Duration = .seconds(30)

    /// How many consumers of this process share the memory for records that are fetched ahead.
    public var consumers = 1

    /// What suits the embedded broker: it answers an empty fetch only after the full wait, even if data arrives.
    public static let embeddedBroker: [String: String] = ["fetch.wait.max.ms": "10"]

    /// How long a producer tries to send a record before it gives up: `delivery.timeout.ms`, which is also called
    /// `message.timeout.ms`, or librdkafka's five minutes.
    public var deliveryLimit: Duration {
        let option = self.options["delivery.timeout.ms"] ?? self.options["message.timeout.ms"]
        return .milliseconds(option.flatMap { Int64($0) } ?? 300_000)
    }

    /// The same for a producer that gives a record up after that long at the latest.
    public func delivering(within limit: Duration) -> Settings {
        // Of librdkafka's own, none means for ever.
        let shorter = self.deliveryLimit == .zero ? limit : min(limit, self.deliveryLimit)
        var settings = self
        settings.options["message.timeout.ms"] = nil
        settings.options["delivery.timeout.ms"] = "\(Int64(shorter / .milliseconds(1)))"
        return settings
    }

    /// Makes settings.
    public init(
        _ options: [String: String], log: @escaping @Sendable (LogLine) -> Void = { _ in },
        statistics: (@Sendable ([UInt8]) -> Void)? = nil
    ) {
        self.options = options
        self.log = log
        self.statistics = statistics
    }

    /// Makes settings from options alone; the last of two with the same name counts.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }

    /// The options with `defaults` below them and `fixed` above them; refuses an option that contradicts `fixed`.
    func options(defaults: [String: String], fixed: [String: String]) throws(KafkaError) -> [String: String] {
        for (name, value) in fixed.sorted(by: { $0.key < $1.key }) {
            guard let asked = self.options[name], asked != value else { continue }
            throw KafkaError(
                .invalidArgument, during: "set \(name)", reason: "\(name) must be \(value) here; leave the option out")
        }
        return defaults.merging(self.options) { _, asked in asked }.merging(fixed) { _, ours in ours }
    }
}
