/// What took place, from a viewpoint: of each record the newest version known.
extension UnitFacts {
    /// The version of a record that counts as known at an instant; none where none is known or it was retracted.
    func standing(among versions: Range<Int>, knownAt: Instant) -> Int? {
        var newest: Int?
        for index in versions {
            guard self.records[index].recorded <= knownAt else { break }
            if self.records[index].state == .retracted { return nil }
            newest = index
        }
        return newest
    }

    /// Whether a record of which a version stands among the facts stands, as known at an instant, where they do not
    /// say: at another unit, or on a day that was not read.
    public func hasRecordElsewhere(knownAt: Instant) -> Bool {
        self.versionsOfRecords.contains { versions in
            guard let standing = self.standing(among: versions, knownAt: knownAt) else { return false }
            return self.records[standing].state == .elsewhere && versions.contains { self.records[$0].state == .held }
        }
    }

    /// Whether a version says that something which a rule asks for took place here within a period, before the as-of
    /// instant.
    func isHeld(_ index: Int, _ rule: RecordRule, within period: Period, _ view: Viewpoint) -> Bool {
        self.records[index].state == .held && self.records[index].kind == rule.kind
            && self.records[index].started < view.asOf && period.contains(self.records[index].started)
            && rule.concerns(self.records[index].detail)
    }

    /// Whether a record stands that took place within a period and counts.
    func hasRecord(_ rule: RecordRule, within period: Period, _ view: Viewpoint) -> Bool {
        self.hasStanding(rule, within: period, view, objection: nil)
    }

    /// Whether a record stands that took place within a period and whose detail was not sent.
    func hasRecordWithoutDetail(_ rule: RecordRule, within period: Period, _ view: Viewpoint) -> Bool {
        self.hasStanding(rule, within: period, view, objection: .detailMissing)
    }

    private func hasStanding(
        _ rule: RecordRule, within period: Period, _ view: Viewpoint, objection: UncountedReason?
    ) -> Bool {
        guard let held = self.heldOfKind.first(where: { $0.kind == rule.kind })?.versions else { return false }
        let end = min(period.end, view.asOf)
        let concernsAll = rule.asksNothingOfTexts
        var place = held.firstIndex(startedFrom: period.start)
        while place < held.count, held[place].started < end {
            let (index, versions) = (held[place].index, held[place].versions)
            if concernsAll || rule.concerns(self.records[index].detail),
                self.standing(among: versions, knownAt: view.knownAt) == index,
                self.objection(to: index, rule, view) == objection
            {
                return true
            }
            place += 1
        }
        return false
    }

    /// Why something that took place does not count; none where it does.
    func objection(to index: Int, _ rule: RecordRule, _ view: Viewpoint) -> UncountedReason? {
        let day = self.records[index].started.day
        if rule.author == .superior {
            guard let author = self.records[index].detail.by,
                self.lineage(on: day, view).dropFirst().contains(author)
            else { return .notBySuperior }
        }
        if let quorum = rule.quorum {
            let base = self.size(of: quorum.of, at: index, view)
            if quorum.of == .committee, base == nil { return .noCommittee }
            guard let attendance = self.records[index].detail.attendance, let base else { return .detailMissing }
            guard quorum.isReached(by: attendance.present, of: base) else { return .noQuorum }
        }
        return rule.segments.flatMap { $0.objection(to: self.records[index].detail) }
    }

    /// How many make up a meeting; none where nobody says.
    func size(of base: QuorumBase, at index: Int, _ view: Viewpoint) -> Int? {
        switch base {
        case .due: self.records[index].detail.attendance?.due
        case .committee: self.committee(on: self.records[index].started.day, view)?.members
        }
    }

    /// Whether a refused record may hide one that took place within a window.
    func hasDeadLetter(of kind: ActivityKind, within window: Period, _ view: Viewpoint) -> Bool {
        self.deadLetters.contains { letter in
            letter.kind == kind && window.contains(letter.at) && letter.recorded <= view.knownAt
                && (letter.ended.map { $0 > view.knownAt } ?? true) && letter.mayHideRecord
        }
    }
}

extension [HeldVersion] {
    /// The place of the first that began at an instant or later.
    fileprivate func firstIndex(startedFrom start: Instant) -> Int {
        var (low, high) = (0, self.count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].started < start { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension SegmentRule {
    /// What the parts of an activity lack; none where they are as they must be.
    fileprivate func objection(to detail: ActivityDetail) -> UncountedReason? {
        guard let minutes = detail.segments else { return .detailMissing }
        for part in self.parts {
            guard let spent = minutes[part] else { return .segmentMissing(part) }
            guard spent >= self.minimumMinutes else { return .segmentShort(part) }
        }
        return nil
    }
}
