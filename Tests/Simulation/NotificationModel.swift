import Domain
import Machines

/// Notification: enters the versions of alerts that are news, and delivers them outside of any transaction.
struct NotificationModel: ServiceModel {
    let service = ServiceName.notification

    /// How long an attempt may take before somebody else tries, by the clock of the database.
    static let leaseTime = 20

    func steps(for records: [Incoming], _ minutes: Minutes) -> [Step] {
        var alerts: [(index: Int, name: AlertName, version: Int64)] = []
        for record in records {
            guard case .alert(let name, let version, _) = record.message else { continue }
            alerts.append((record.index, name, version))
        }
        let names = Set(alerts.map(\.name)).sorted()
        return [
            .lock(names.map { .notified($0) }),
            .act { tables, session in
                let known = names.compactMap { name in tables.notified[name]?.last.map { (name.description, $0) } }
                var newcomers = Newcomers(known: Dictionary(uniqueKeysWithValues: known))
                var told: [Delivery] = []
                for (index, name, version) in alerts {
                    let isNews = newcomers.take(name.description, version: version)
                    minutes.dispositions[index] = isNews ? \.applied : \.duplicate
                    if isNews { told.append(Delivery(name: name, version: version)) }
                }
                return self.enter(told)
            },
        ]
    }

    /// Enters deliveries behind those that wait.
    private func enter(_ deliveries: [Delivery]) -> [Step] {
        let units = Set(deliveries.map(\.name.unit)).sorted()
        return [
            .lock(units.map { .due(self.service, "\($0)") }),
            .act { _, session in
                session.change { tables in
                    for delivery in deliveries {
                        tables.notified[delivery.name, default: []].append(delivery.version)
                        tables.deliveries[delivery.name.unit, default: []].append(delivery)
                    }
                    for unit in units { tables[.notification].due["\(unit)"] = Self.item(unit, at: Int.min) }
                }
                return []
            },
        ]
    }

    static func item(_ unit: Int, at: Int) -> DueItem {
        DueItem(what: "deliver", key: "\(unit)", at: Instant(microseconds: Int64(at)), clock: .machine)
    }

    /// Leases the oldest delivery of each unit.
    func lease(_ items: [DueItem], at now: Int, _ notes: DueNotes) -> [Step] {
        [
            .act { tables, session in
                for item in items {
                    guard let unit = Int(item.key), var head = tables.deliveries[unit]?.first else {
                        notes.outcomes.append(.done)
                        continue
                    }
                    guard head.notBefore <= now else {
                        notes.outcomes.append(.again(Instant(microseconds: Int64(head.notBefore))))
                        continue
                    }
                    head.attempts += 1
                    head.isUnderWay = true
                    head.notBefore = now + Self.leaseTime
                    notes.leased.append(head)
                    notes.outcomes.append(.again(Instant(microseconds: Int64(head.notBefore))))
                    session.change { [head] in $0.deliveries[unit]?[0] = head }
                }
                return []
            }
        ]
    }

    /// Stores how an attempt ended, unless somebody else has taken on since.
    func end(_ delivery: Delivery, isDelivered: Bool, at now: Int, _ journalling: Journalling) -> [Step] {
        let unit = delivery.name.unit
        return [
            .lock([.due(self.service, "\(unit)")]),
            .act { tables, session in
                guard tables.deliveries[unit]?.first == delivery else { return [] }
                session.change { tables in
                    if isDelivered {
                        tables.deliveries[unit]?.removeFirst()
                    } else {
                        tables.deliveries[unit]?[0].isUnderWay = false
                        tables.deliveries[unit]?[0].notBefore = now + 10
                    }
                    tables[.notification].due["\(unit)"] = Self.item(unit, at: isDelivered ? now : now + 10)
                }
                return journalling.steps([
                    NewEntry(
                        lane: self.service.lane(ofUnit: unit), topic: .attempts,
                        message: .attempted(
                            delivery.name, version: delivery.version, number: delivery.attempts,
                            isDelivered: isDelivered))
                ])
            },
        ]
    }
}
