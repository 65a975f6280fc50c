/// A kind of metric that can be rendered.
protocol Metric: AnyObject, Sendable {
    /// As `# TYPE` names it.
    static var type: String { get }

    /// Its lines.
    func samples(_ series: MetricSeries) -> String
}

/// A name and its labels: what stands before a value in Prometheus's text format.
struct MetricSeries {
    let name: String
    let labels: [(name: String, value: String)]

    /// One line.
    ///
    /// - Parameter bound: The upper bound of a histogram's bucket.
    func sample(_ value: Double, suffix: String = "", bound: Double? = nil) -> String {
        let bounds = bound.map { [(name: "le", value: Self.number($0))] } ?? []
        let pairs = (self.labels + bounds).map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
        let set = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
        return "\(self.name)\(suffix)\(set) \(Self.number(value))\n"
    }

    /// The lines that introduce a metric.
    static func header(name: String, help: String, type: String) -> String {
        let help = help.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            default: text.append(character)
            }
        }
        return "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.append(character)
            }
        }
    }

    /// A number as Go reads it; whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value.rounded() == value && value.magnitude < 1e15 ? "\(Int64(value))" : "\(value)"
    }
}
