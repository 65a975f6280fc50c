internal import Domain

/// What may be told in counts of a month's records.
struct Disclosure {
    /// What may be told of talks, and of answers and of care.
    private let ofTalks: DisclosureControl
    private let ofAnswers: DisclosureControl

    /// A disclosure in a tree of units.
    ///
    /// - Parameter parents: By unit the one above it.
    init(parents: [UnitCode: UnitCode]) {
        self.ofTalks = DisclosureControl(minimum: PrivacyForm.smallestSession, parents: parents)
        self.ofAnswers = DisclosureControl(minimum: PrivacyForm.smallestCell, parents: parents)
    }

    /// Which group is counted: of which form, and of what matter in it.
    struct Subject: Hashable, Comparable {
        let form: String
        let matter: String

        static func < (left: Subject, right: Subject) -> Bool {
            (left.form, left.matter) < (right.form, right.matter)
        }
    }

    /// What a unit has reported of a subject for some days.
    struct Report: Hashable {
        let subject: Subject
        let unit: UnitCode
        let days: Period
        /// Of a survey.
        var survey: String?
        /// Groups; that without a part is the whole.
        var cells: [Cell]

        /// How many people a group has, and how many of them were talked with, or answered what.
        struct Cell: Hashable {
            var part: Part?
            let size: Int
            var held: Int?
            var answers: String?
        }

        /// A group within a unit's.
        struct Part: Hashable {
            let filter: String
            let value: String
        }

        /// The group and how it divides.
        var group: DisclosureGroup {
            var divisions: [String: [String: Int]] = [:]
            for cell in self.cells {
                if let part = cell.part { divisions[part.filter, default: [:]][part.value, default: 0] += cell.size }
            }
            let whole = self.cells.first { $0.part == nil }?.size
            let sums = divisions.values.map { $0.values.reduce(0, +) }
            return DisclosureGroup(size: whole ?? sums.max() ?? 0, divisions: divisions)
        }
    }

    /// What may be told: of the same people one telling only, also over time, and together with units above and below
    /// only where all of them mean the same days. Surveys are told as they were reported; talks and care are summed up
    /// over a unit and all below it.
    ///
    /// - Parameters:
    ///   - reported: What was reported, in the order of its coming.
    ///   - told: What was told in earlier months.
    func reports(_ reported: [Report], after told: [Report]) -> [Report] {
        let earlier = Dictionary(grouping: told, by: \.subject)
        var taken: [Subject: [Report]] = [:]
        for report in reported {
            let isTold = (earlier[report.subject] ?? []).contains { self.overlap($0, report) }
            let isMixed = taken[report.subject, default: []].contains {
                self.overlap($0, report) && ($0.unit == report.unit || $0.days != report.days)
            }
            if !isTold, !isMixed { taken[report.subject, default: []].append(report) }
        }
        var rows: [Report] = []
        for (subject, reports) in taken.sorted(by: { $0.key < $1.key }) {
            for (_, round) in Dictionary(grouping: reports, by: \.days).sorted(by: { $0.key.from < $1.key.from }) {
                rows += self.told(subject.form == "survey" ? round : self.summed(round))
            }
        }
        return rows
    }

    /// Those of one subject and the same days that may be told.
    private func told(_ round: [Report]) -> [Report] {
        let isOfTalks = round.first?.subject.form == "talks"
        let groups = Dictionary(uniqueKeysWithValues: round.map { ($0.unit, $0.group) })
        let told = (isOfTalks ? self.ofTalks : self.ofAnswers).told(groups)
        return round.sorted { $0.unit < $1.unit }.compactMap { report in
            guard let group = told[report.unit], group.size > 0 else { return nil }
            var report = report
            report.cells = report.cells.filter { $0.part.map { group.divisions[$0.filter] != nil } ?? true }
            return report
        }
    }

    /// For each unit that reported, and all above it, the sum of what lies below.
    private func summed(_ round: [Report]) -> [Report] {
        var sums: [UnitCode: Report] = [:]
        for report in round {
            for unit in self.ofAnswers.path(from: report.unit) {
                for cell in report.cells {
                    let sum = sums[unit]?.cells[0]
                    let held = cell.held.map { $0 + (sum?.held ?? 0) } ?? sum?.held
                    sums[unit] = Report(
                        subject: report.subject, unit: unit, days: report.days,
                        cells: [Report.Cell(size: cell.size + (sum?.size ?? 0), held: held)])
                }
            }
        }
        return Array(sums.values)
    }

    /// Whether somebody may be counted in both.
    private func overlap(_ one: Report, _ other: Report) -> Bool {
        let isSame = one.survey != nil && one.survey == other.survey
        let doMeet = one.days.from <= other.days.through && other.days.from <= one.days.through
        guard isSame || doMeet else { return false }
        let (path, others) = (self.ofAnswers.path(from: one.unit), self.ofAnswers.path(from: other.unit))
        return path.contains(other.unit) || others.contains(one.unit)
    }
}
