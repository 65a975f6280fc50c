/// Everything that is committed.
struct Tables {
    /// What every service has.
    var services: [ServiceTables] = ServiceName.allCases.map { _ in ServiceTables() }

    /// Registry: the units.
    var units: Set<Int> = []
    /// Activity: what has taken effect, in its order.
    var facts: [Message.Event] = []
    /// Activity: what waits for a unit, in its order.
    var parked: [Int: [Message.Event]] = [:]
    /// Activity: what went to dead letters.
    var letters: [Message.Event] = []
    /// Supervision: what was found of each unit, window by window.
    var verdicts: [Int: [Verdict]] = [:]
    /// Supervision: the alerts as they were sent last.
    var alerts: [AlertName: KnownAlert] = [:]
    /// Notification: the versions that were taken in of each alert, in the order in which they are told.
    var notified: [AlertName: [Int64]] = [:]
    /// Notification: what is to be delivered about each unit, the oldest first.
    var deliveries: [Int: [Delivery]] = [:]

    subscript(service: ServiceName) -> ServiceTables {
        _read { yield self.services[service.rawValue] }
        _modify { yield &self.services[service.rawValue] }
    }
}
