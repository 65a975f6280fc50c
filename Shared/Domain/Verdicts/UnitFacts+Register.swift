/// What the register says, from a viewpoint: rows known by then that speak of no day after the as-of day. Days that are
/// asked about must not lie after it either.
///
/// Loops go by index and compare days before names, because a verdict asks these questions several times and copying a
/// row costs more than the answer.
extension UnitFacts {
    /// The unit's row that speaks for a day: the one with the greatest `from` that is not after it, and of several
    /// versions of that the newest.
    func row(on day: Day, _ view: Viewpoint) -> Int? {
        self.ownRows.last { self.units[$0].from <= day && self.units[$0].recorded <= view.knownAt }
    }

    /// The next day from which a later row of the unit speaks.
    private func nextRow(after day: Day, _ view: Viewpoint) -> Day? {
        let next = self.ownRows.first { self.units[$0].from > day && self.units[$0].recorded <= view.knownAt }
        return next.map { self.units[$0].from }
    }

    /// Whether the unit exists on each day of a period.
    func exists(throughout period: Period, _ view: Viewpoint) -> Bool {
        var day = period.from
        while let row = self.row(on: day, view) {
            let through = self.units[row].through ?? period.through
            // A later row ends this one the day before.
            let last = self.nextRow(after: day, view).map { min(through, $0.previous) } ?? through
            if last >= period.through { return true }
            if last < day { return false }
            day = last.next
        }
        return false
    }

    /// The unit and those that stand above it on a day, the nearest first.
    func lineage(on day: Day, _ view: Viewpoint) -> [UnitCode] {
        var lineage = [self.unit]
        var row = self.row(on: day, view)
        // The register refuses rings; a bound keeps one that slipped through from hanging us.
        while let current = row, let parent = self.units[current].parent, lineage.count < lineageLimit {
            lineage.append(parent)
            row = self.row(of: parent, on: day, view)
        }
        return lineage
    }

    /// The row of any unit that speaks for a day.
    func row(of code: UnitCode, on day: Day, _ view: Viewpoint) -> Int? {
        self.units.indices.last {
            self.units[$0].from <= day && self.units[$0].recorded <= view.knownAt && self.units[$0].code == code
        }
    }

    /// The count that holds on the as-of day.
    func count(_ view: Viewpoint) -> MemberCount? { self.count(on: view.day, view) }

    /// The count that holds on a day.
    func count(on day: Day, _ view: Viewpoint) -> MemberCount? {
        let index = self.counts.indices.last {
            self.counts[$0].date <= day && self.counts[$0].recorded <= view.knownAt
        }
        return index.map { self.counts[$0] }
    }
}

/// How many units stand above one another at most.
private let lineageLimit = 64
