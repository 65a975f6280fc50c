internal import Domain
internal import Messages

/// Whether a source has fallen silent: a pure function of what the register expects of it, of its watermarks and of the
/// instant.
///
/// It is silent where one more interval has passed since its watermark was due; nothing is held against it from before
/// the day on which alerts began.
struct SourceJudgement {
    let source: SourceName
    /// What is to be told; none while the source is not silent.
    private(set) var notice: SourceNotice?
    /// The first instant at which time alone can change that.
    private(set) var nextChange: Instant?

    /// What is expected for one subtree, and from when on the source is silent about it.
    private struct Silence {
        let expectation: SourceExpectation
        let facts: UnitFacts
        let from: Instant
    }

    /// Judges a source by the facts of the units for whose subtrees it was ever expected to report.
    init(_ source: SourceName, _ facts: [UnitFacts], asOf: Instant, goLive: Day) {
        self.source = source
        let silences = facts.compactMap { facts -> Silence? in
            guard let expectation = SourceExpectation(of: source, facts, asOf: asOf) else { return nil }
            return Silence(expectation: expectation, facts: facts, from: expectation.silent(goLive: goLive))
        }
        let first = silences.min { ($0.from, $0.facts.unit) < ($1.from, $1.facts.unit) }
        if let first, first.from <= asOf {
            self.notice = Self.notice(of: first, asOf: asOf)
        } else {
            self.nextChange = first?.from
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

    private static func notice(of silence: Silence, asOf: Instant) -> SourceNotice {
        let duty = silence.expectation.duty
        let name = duty.name
        let missing =
            silence.expectation.last.map { last in
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
            until: silence.expectation.last?.until, missing: missing,
            mend: BilingualText(
                zh: "请检查该系统是否仍在报送，补报后再确认报齐。",
                en: "See whether the system still reports, have it send the rest, and confirm that."),
            asOf: asOf)
    }
}
