internal import Domain

/// What may be told in counts of a month's records.
struct Disclosure {
    /// By unit the one above it.
    let parents: [UnitCode: UnitCode]

    /// Which group is counted: of which form, and of what matter in it.
    struct Subject: Hashable, Comparable {
        let form: String
        let matter: String

        static func < (left: Subject, right: Subject) -> Bool {
            (left.form, left.matter) < (right.form, right.matter)
        }
    }

    /// A row that is told.
    struct Row: Hashable {
        let subject: Subject
        let unit: UnitCode
        var part: Part?
        let size: Int
        var held: Int?
        var answers: String?
        var survey: Survey?

        /// A group within a unit's.
        struct Part: Hashable {
            let filter: String
            let value: String
        }
    }

    /// Which survey, and for which days.
    struct Survey: Hashable {
        let code: String?
        let days: Period
    }

    /// What a unit has reported of one question of a survey.
    struct SurveyedQuestion: Hashable {
        let unit: UnitCode
        let question: String
        let survey: Survey
        /// All cells; that without a part is the whole.
        var cells: [Cell]

        struct Cell: Hashable {
            let part: Row.Part?
            let size: Int
            let answers: String?
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

    /// A unit's own count of something that is summed up.
    struct OwnCount: Hashable {
        let subject: Subject
        let unit: UnitCode
        let size: Int
        let held: Int?
    }

    /// What may be told of surveys: of each answer one unit's telling only, also over time, and together with the units
    /// above and below only where all of them mean the same days.
    ///
    /// - Parameters:
    ///   - reported: What was reported, in the order of its coming.
    ///   - told: What was told in earlier months.
    func surveys(_ reported: [SurveyedQuestion], after told: [SurveyedQuestion]) -> [Row] {
        var taken: [String: [SurveyedQuestion]] = [:]
        for question in reported {
            let isTold = told.contains { $0.question == question.question && self.overlap($0, question) }
            let isMixed = taken[question.question, default: []].contains {
                self.overlap($0, question) && ($0.unit == question.unit || $0.survey.days != question.survey.days)
            }
            if !isTold, !isMixed { taken[question.question, default: []].append(question) }
        }
        let control = DisclosureControl(minimum: PrivacyForm.smallestCell, parents: self.parents)
        var rows: [Row] = []
        for (name, questions) in taken.sorted(by: { $0.key < $1.key }) {
            for days in Set(questions.map(\.survey.days)).sorted(by: { $0.from < $1.from }) {
                let round = questions.filter { $0.survey.days == days }
                let groups = Dictionary(uniqueKeysWithValues: round.map { ($0.unit, $0.group) })
                let told = control.told(groups)
                for question in round.sorted(by: { $0.unit < $1.unit }) {
                    guard let group = told[question.unit] else { continue }
                    rows += question.cells.filter { $0.part.map { group.divisions[$0.filter] != nil } ?? true }.map {
                        Row(
                            subject: Subject(form: "survey", matter: name), unit: question.unit, part: $0.part,
                            size: $0.size, answers: $0.answers, survey: question.survey)
                    }
                }
            }
        }
        return rows
    }

    /// What may be told of talks and of care: sums over a unit and all below it.
    func sums(_ own: [OwnCount]) -> [Row] {
        var rows: [Row] = []
        for (subject, counts) in Dictionary(grouping: own, by: \.subject).sorted(by: { $0.key < $1.key }) {
            var sums: [UnitCode: (size: Int, held: Int?)] = [:]
            for count in counts {
                for unit in self.line(from: count.unit) {
                    let sum = sums[unit] ?? (0, nil)
                    let held = count.held.map { $0 + (sum.held ?? 0) } ?? sum.held
                    sums[unit] = (sum.size + count.size, held)
                }
            }
            let minimum = subject.form == "talks" ? PrivacyForm.smallestSession : PrivacyForm.smallestCell
            let control = DisclosureControl(minimum: minimum, parents: self.parents)
            let told = control.told(sums.mapValues { DisclosureGroup(size: $0.size) })
            for (unit, group) in told.sorted(by: { $0.key < $1.key }) where group.size > 0 {
                rows.append(Row(subject: subject, unit: unit, size: group.size, held: sums[unit]?.held))
            }
        }
        return rows
    }

    /// Whether some answer may be counted in both.
    private func overlap(_ one: SurveyedQuestion, _ other: SurveyedQuestion) -> Bool {
        one.survey.days.from <= other.survey.days.through && other.survey.days.from <= one.survey.days.through
            && (self.line(from: one.unit).contains(other.unit) || self.line(from: other.unit).contains(one.unit))
    }

    /// The unit and those above it.
    private func line(from unit: UnitCode) -> [UnitCode] {
        var line = [unit]
        while let above = self.parents[line[line.count - 1]], line.count <= self.parents.count { line.append(above) }
        return line
    }
}
