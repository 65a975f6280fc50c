/// What the register expects of a source for one subtree on a day, and since when it waits for the source's next word.
///
/// A watermark is due one interval after the one before it was recorded. What the source has said is asked of each
/// subtree and kind apart, because a watermark may speak of few.
public struct SourceExpectation: Hashable, Sendable {
    /// The row of the register.
    public let duty: ReportingDuty
    /// The watermark about the kind of which nothing has been said for longest; none where there never was one.
    public let last: Watermark?
    /// From when on the next watermark is waited for.
    private let since: Instant

    /// What a source is expected to report for the subtree of a unit, as of an instant; nil where nothing is.
    ///
    /// - Parameter facts: What is known of that unit.
    public init?(of source: SourceName, _ facts: UnitFacts, asOf: Instant) {
        let today = asOf.day
        // The facts are in the order in which they were recorded: the last that is seen counts.
        let seen = facts.duties.last { duty in
            duty.source == source && duty.unit == facts.unit && duty.recorded <= asOf
                && duty.from.map { $0 <= today } ?? true
        }
        guard let duty = seen, duty.through.map({ today <= $0 }) ?? true else { return nil }
        let lineage = facts.lineage(on: today, Viewpoint(asOf: asOf, knownAt: asOf))
        let marks = facts.watermarks.filter { mark in
            mark.source == source && mark.recorded <= asOf && mark.unit.map { lineage.contains($0) } ?? true
        }
        let lasts = duty.kinds.map { kind in marks.last { $0.kinds.map { $0.contains(kind) } ?? true } }
        self.duty = duty
        self.last = lasts.contains { $0 == nil } ? nil : lasts.compactMap { $0 }.min { $0.recorded < $1.recorded }
        self.since = self.last?.recorded ?? max(duty.recorded, duty.from?.start ?? duty.recorded)
    }

    /// When the next watermark is due.
    public var nextDue: Instant { self.since.adding(self.duty.every) }

    /// When the source has fallen silent: one more interval has passed. Nothing is held against it from before the day
    /// on which alerts began.
    public func silent(goLive: Day) -> Instant {
        max(self.since, goLive.start).adding(self.duty.every).adding(self.duty.every)
    }
}

extension Instant {
    /// The same time of day an interval later, to the second.
    fileprivate func adding(_ interval: CalendarInterval) -> Instant {
        let secondsOfDay = (self.microseconds - self.day.start.microseconds) / 1_000_000
        return self.day.adding(months: interval.months).adding(days: interval.days).start
            .adding(seconds: secondsOfDay + Int64(interval.seconds))
    }
}
