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

    /// Whether a version says that something of a kind took place here within a window, before the as-of instant.
    func isHeld(_ index: Int, _ kind: ActivityKind, within window: Period, _ view: Viewpoint) -> Bool {
        self.records[index].state == .held && self.records[index].kind == kind
            && self.records[index].started < view.asOf && window.contains(self.records[index].started)
    }

    /// Whether a record stands that took place within a window and meets a condition.
    func hasRecord(
        of kind: ActivityKind, within window: Period, _ view: Viewpoint, where condition: (ActivityDetail) -> Bool
    ) -> Bool {
        self.versionsOfRecords.contains { versions in
            guard let index = self.standing(among: versions, knownAt: view.knownAt) else { return false }
            return self.isHeld(index, kind, within: window, view) && condition(self.records[index].detail)
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
