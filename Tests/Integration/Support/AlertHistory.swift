import Kit
import Testing

/// The topic of alerts, read whole: the versions of each alert in the order in which they lie there.
struct AlertHistory {
    private let versions: [String: [SeenAlert]]

    init(_ alerts: [SeenAlert]) {
        self.versions = Dictionary(grouping: alerts, by: \.id)
    }

    /// The last version of each alert that is not resolved.
    private var standing: [SeenAlert] {
        self.versions.values.compactMap(\.last).filter { $0.status != "resolved" }
    }

    /// Whether versions grow one by one, each duty has one alert, and those stand that the verdicts ask for.
    func check(against duties: [FoundDuty], _ moment: String) {
        for alerts in self.versions.values {
            let numbers = alerts.map(\.version)
            #expect(numbers == Array(1...Int64(alerts.count)), "\(moment): \(alerts)")
            for (alert, last) in zip(alerts.dropFirst(), alerts) {
                #expect((alert.status == "raised") == (last.status == "resolved"), "\(moment): \(alerts)")
            }
        }
        let aboutDuties = self.versions.values.compactMap(\.last).filter { $0.requirement != nil }
        #expect(Set(aboutDuties.map(\.duty)).count == aboutDuties.count, "\(moment): a duty has two alerts")

        let standing = Dictionary(self.standing.map { ($0.duty, $0) }) { first, _ in first }
        let verdicts = Dictionary(duties.map { ($0.name, $0) }) { first, _ in first }
        for duty in duties where (duty.through ?? "9") >= "2021-03-01" {
            let alert = standing[duty.name]
            switch duty.verdict {
            case "due-soon": #expect(alert?.severity == "reminder", "\(moment): \(duty)")
            case "not-met": #expect(["breach", "warning"].contains(alert?.severity), "\(moment): \(duty)")
            case "unknown": break
            default: #expect(alert == nil, "\(moment): \(duty)")
            }
        }
        for alert in standing.values where alert.requirement != nil {
            #expect(verdicts[alert.duty] != nil, "\(moment): \(alert) is about nothing that is owed")
        }
    }

    /// Whether all that was raised since then still stands as it was raised: whoever had waited until all was taken in
    /// would have raised the same.
    func checkPatience(since before: AlertHistory, _ moment: String) {
        for (id, alerts) in self.versions {
            let known = before.versions[id] ?? []
            var last = known.last
            var alarms: [SeenAlert] = []
            for alert in alerts.dropFirst(known.count) {
                let isAlarm = alert.status == "raised" || alert.status == "changed" && alert.severity != last?.severity
                if isAlarm { alarms.append(alert) }
                last = alert
            }
            guard let alarm = alarms.last else { continue }
            let stands = last?.status != "resolved" && last?.severity == alarm.severity
            #expect(alarms.count == 1 && stands, "\(moment): raised in vain: \(alerts)")
        }
    }
}
