internal import Domain

/// The result of an anonymous survey: counts of answers about conditions and services, each of at least ten answers.
///
/// A group of answers has one filter at most, and the groups of a question leave no rest that is smaller: what can be
/// had by subtraction is told as well.
enum SurveyMembers {
    private static let people = Shape.whole(0...CommonMembers.peopleLimit)

    static let all: [Field<ActivityEvent.Held>] = [
        .optional("survey", .code),
        .optional("period", WorkMembers.period(.sealed)),
        .optional("invited", people.ignored),
        .optional("cells", cells),
    ]

    /// By what answers are told apart.
    private enum Filter: String, CaseIterable {
        case category, year, role
    }

    /// How much somebody agrees.
    private enum Answer: String, CaseIterable {
        case veryGood = "very-good", good, fair, poor, veryPoor = "very-poor"
    }

    /// Whose answers they are.
    private struct Group: Hashable, Sendable {
        var filter = Filter.category
        var value = ""
    }

    /// Answers to one question, while they are read.
    private struct Cell: Sendable {
        var question = Condition.overall
        var group: Group?
        var answers = 0
        var counted = 0
    }

    private static let cell = ObjectDescription<Cell>(
        [
            .required("question", .listed(Condition.self)) { $0.question = $1 },
            .optional("filter", group) { $0.group = $1 },
            .required("answers", people) { $0.answers = $1 },
            .optional(
                "counts",
                .list(
                    of: ObjectDescription<Int>(
                        [
                            .required("answer", Shape.listed(Answer.self).ignored),
                            .required("count", people) { $0 = $1 },
                        ], members: .sealed
                    ).shape(0), count: 0...10, into: 0
                ) { $0 += $1 }
            ) { $0.counted = $1 },
        ],
        members: .sealed,
        rule: { cell throws(Fault) in
            guard cell.counted <= cell.answers else { throw Fault(.schema, at: "counts") }
            guard cell.answers >= PrivacyForm.smallestCell else { throw Fault(.privacy, at: "answers") }
        }
    ).shape(Cell())

    private static let group = ObjectDescription<Group>(
        [
            .required("by", .listed(Filter.self)) { $0.filter = $1 },
            .required("value", Shape<Void>.codeText) { $0.value = $1 },
        ], members: .sealed
    ).shape(Group())

    private static let cells = Shape<Void>(
        read: { element throws(Fault) in
            let cells = try Shape<[Cell]>.list(of: cell, count: 1...1_000).read(element)
            guard leavesNoSmallRest(cells) else { throw Fault(.privacy) }
            guard tellsOnce(cells) else { throw Fault(.schema) }
        },
        describe: { Shape<[Cell]>.list(of: cell, count: 1...1_000).describe(&$0) })

    /// Whether what is left of a question's answers beside those of its groups is nothing, or large enough.
    private static func leavesNoSmallRest(_ cells: [Cell]) -> Bool {
        for total in cells where total.group == nil {
            for filter in Filter.allCases {
                let groups = cells.filter { $0.question == total.question && $0.group?.filter == filter }
                let rest = groups.reduce(total.answers) { $0 - $1.answers }
                if !groups.isEmpty, rest != 0, rest < PrivacyForm.smallestCell { return false }
            }
        }
        return true
    }

    /// Whether each group's answers to each question stand there once.
    private static func tellsOnce(_ cells: [Cell]) -> Bool {
        var told: Set<String> = []
        return cells.allSatisfy { cell in
            let group = cell.group.map { "\($0.filter.rawValue) \($0.value)" } ?? ""
            return told.insert("\(cell.question.rawValue) \(group)").inserted
        }
    }
}
