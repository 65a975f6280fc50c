import Kit
import Messages

/// A version of an alert as whoever reads the topic sees it.
struct SeenAlert: CustomStringConvertible {
    let id: String
    let version: Int64
    let status: String
    let severity: String
    let unit: String
    /// None where it is about a source.
    let requirement: String?
    /// The window's first day; none for a limit and for a source.
    let from: String?

    init(_ record: SeenRecord) {
        let alert = record.value
        self.id = alert["alert"]?.string ?? ""
        self.version = alert["version"]?.integer ?? 0
        self.status = alert["status"]?.string ?? ""
        self.severity = alert["severity"]?.string ?? ""
        self.unit = alert["unit"]?["id"]?.string ?? ""
        self.requirement = alert["requirement"]?["id"]?.string
        self.from = alert["window"]?["from"]?.string
    }

    /// What it is about: `b-0101 theme-day 2021-04-01`, or `source` where it is about one.
    var duty: String { "\(self.unit) \(self.requirement ?? "source") \(self.from ?? "-")" }

    /// The whole in a line.
    var description: String { "\(self.duty) v\(self.version) \(self.status) \(self.severity)" }
}

extension Installation {
    /// The topic of alerts, whole.
    nonisolated func alerts() async throws -> [SeenAlert] {
        try await self.readWithKcat(self.broker.topics.supervisionAlerts).map { SeenAlert($0) }
    }

    /// The alerts about one requirement, in lines and in order.
    nonisolated func alerts(of requirement: String) async throws -> [String] {
        try await self.alerts().filter { $0.requirement == requirement }.map(\.description).sorted()
    }
}
