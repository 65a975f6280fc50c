internal import Domain
internal import Messages

/// Whether a source has fallen silent: a pure function of what the register expects of it, of its watermarks and of the
/// instant.
///
/// A watermark is due one interval after the one before it was recorded, and the source is silent when one more
/// interval has passed without it. What it has to say is asked of each subtree and kind apart, because a watermark may
/// speak of few; nothing is held against it from before the day on which alerts began.
struct SourceJudgement {
    let source: SourceName
    /// What is to be told; none while the source is not silent.
    private(set) var notice: SourceNotice?
    /// The first instant at which time alone can change that.
    private(set) var nextChange: Instant?

    /// What one row of the register expects, and since when it is silent or will be.
    private struct Expectation {
        let duty: ReportingDuty
        let facts: UnitFacts
        let last: Watermark?
        let silentFrom: Instant
    }

    /// Judges a source by the facts of the units for whose subtrees it was ever expected to report.
    init(_ source: SourceName, _ facts: [UnitFacts], asOf: Instant, goLive: Day) {
        self.source = source
        let expectations = facts.compactMap { Self.expectation(of: source, $0, asOf: asOf, goLive: goLive) }
        let first = expectations.min { ($0.silentFrom, $0.duty.unit) < ($1.silentFrom, $1.duty.unit) }
        if let first, first.silentFrom <= asOf {
            self.notice = Self.notice(of: first, asOf: asOf)
        } else {
            self.nextChange = first?.silentFrom
        }
        let ahead = facts.flatMap { Self.instants(of: source, in: $0) }.filter { asOf < $0 }.min()
        self.nextChange = [self.nextChange, ahead].compactMap { $0 }.min()
    }

    /// When something that is known already takes effect.
    private static func instants(of source: SourceName, in facts: UnitFacts) -> [Instant] {
        facts.watermarks.filter { $0.source == source }.map(\.recorded)
            + facts.duties.filter { $0.source == source }.flatMap { duty in
                [duty.recorded, duty.from?.start, duty.through?.next.start].compactMap { $0 }
            }
    }

    /// What is expected for the subtree of a unit today; none where nothing is.
    private static func expectation(
        of source: SourceName, _ facts: UnitFacts, asOf: Instant, goLive: Day
    ) -> Expectation? {
        let today = asOf.day
        // The facts are in the order in which they were recorded: the last that is seen counts.
        let seen = facts.duties.last { duty in
            duty.source == source && duty.unit == facts.unit && duty.recorded <= asOf
                && duty.from.map { $0 <= today } ?? true
        }
        guard let duty = seen, duty.through.map({ today <= $0 }) ?? true else { return nil }
        let lineage = Set(
            facts.path(asOf: asOf, knownAt: asOf).split(separator: "/").map { UnitCode(rawValue: "\($0)") })
        let marks = facts.watermarks.filter { mark in
            mark.source == source && mark.recorded <= asOf && mark.unit.map { lineage.contains($0) } ?? true
        }
        let lasts = duty.kinds.map { kind in marks.last { $0.kinds.map { $0.contains(kind) } ?? true } }
        // The kind about which nothing has been said for longest.
        let last = lasts.contains { $0 == nil } ? nil : lasts.compactMap { $0 }.min { $0.recorded < $1.recorded }
        let since = last?.recorded ?? max(duty.recorded, duty.from?.start ?? duty.recorded)
        return Expectation(
            duty: duty, facts: facts, last: last,
            silentFrom: max(since, goLive.start).adding(duty.every).adding(duty.every))
    }

    private static func notice(of silence: Expectation, asOf: Instant) -> SourceNotice {
        let (duty, name) = (silence.duty, silence.duty.name)
        let missing =
            silence.last.map { last in
                BilingualText(
                    zh: "来源“\(name)”没有按期确认报齐，最近一次只确认到\(last.until)。",
                    en: "Source “\(name)” has not confirmed in time that it has reported all; "
                        + "its last word goes up to \(last.until).")
            }
            ?? BilingualText(
                zh: "来源“\(name)”从未确认报齐。", en: "Source “\(name)” has never confirmed that it has reported all.")
        return SourceNotice(
            duty: duty, path: silence.facts.path(asOf: asOf, knownAt: asOf),
            unitName: silence.facts.version(asOf: asOf, knownAt: asOf)?.name ?? duty.unit.rawValue,
            until: silence.last?.until, missing: missing,
            mend: BilingualText(
                zh: "请检查该系统是否仍在报送，补报后再确认报齐。",
                en: "See whether the system still reports, have it send the rest, and confirm that."),
            asOf: asOf)
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
