/// A committee in office: its last election, and how many sit on it.
public struct CommitteeInOffice: Hashable, Sendable {
    /// The term, from the election to its last day.
    public let term: Period
    /// How many sit on it.
    public let members: Int
}

/// A term of office, and the election that ended it.
struct Term: Hashable, Sendable {
    /// From the election to the same day so many years later.
    let period: Period
    /// The next election; none where none has followed.
    let next: Day?
}

/// What the register says of the unit's committee, from a viewpoint. Days that are asked about must not lie after the
/// as-of day.
extension UnitFacts {
    /// The committee that is in office on a day, its term expired or not; none before the first election.
    func committee(on day: Day, _ view: Viewpoint) -> CommitteeInOffice? {
        var members: Int?
        for index in self.standingCommitteeRows(until: day, view).reversed() {
            let row = self.committees[index]
            members = members ?? row.members
            guard let years = row.years else { continue }
            return CommitteeInOffice(
                term: Period(from: row.date, through: row.date.adding(years: years)), members: members ?? row.members)
        }
        return nil
    }

    /// Whether there was an election on or before the as-of day.
    func hasElection(_ view: Viewpoint) -> Bool {
        self.standingCommitteeRows(until: view.day, view).contains { self.committees[$0].years != nil }
    }

    /// The first election after a day.
    func firstElection(after day: Day, _ view: Viewpoint) -> Day? {
        self.standingCommitteeRows(until: view.day, view)
            .first { self.committees[$0].date > day && self.committees[$0].years != nil }
            .map { self.committees[$0].date }
    }

    /// The terms of all elections, the earliest first.
    func terms(_ view: Viewpoint) -> [Term] {
        let elections = self.standingCommitteeRows(until: view.day, view).compactMap { index in
            self.committees[index].years.map { (day: self.committees[index].date, years: $0) }
        }
        return elections.indices.map { index in
            let (day, years) = elections[index]
            let next = index + 1 < elections.count ? elections[index + 1].day : nil
            return Term(period: Period(from: day, through: day.adding(years: years)), next: next)
        }
    }

    /// Of each day the newest version that is known, the earliest day first.
    private func standingCommitteeRows(until day: Day, _ view: Viewpoint) -> [Int] {
        var standing: [Int] = []
        for index in self.committees.indices {
            let row = self.committees[index]
            guard row.date <= day else { break }
            guard row.recorded <= view.knownAt else { continue }
            if let last = standing.last, self.committees[last].date == row.date { standing.removeLast() }
            standing.append(index)
        }
        return standing
    }
}
