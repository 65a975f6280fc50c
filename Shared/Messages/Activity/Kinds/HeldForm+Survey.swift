internal import Domain
internal import JSON

// The result of an anonymous survey: counts of answers about conditions and services, each of at least ten answers.
//
// A group of answers has one filter at most, and the groups of a question leave no rest that is smaller: what can be
// had by subtraction is told as well.

extension HeldForm {
    func survey(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("survey", .code)
        try member.optional("period", .object(Days(), .sealed))
        try member.optional("invited", .people)
        try member.optional("cells", CellsShape())
    }
}

/// By what answers are told apart.
private enum Filter: String, ListedWord {
    case category, year, role

    static let words = WordList(Self.self)
}

/// How much somebody agrees.
private enum Answer: String, ListedWord {
    case veryGood = "very-good", good, fair, poor, veryPoor = "very-poor"

    static let words = WordList(Self.self)
}

/// Whose answers they are.
private struct Group: ObjectForm, Equatable {
    var filter = Filter.category
    var value = ""

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("by", .listed(Filter.self)) { $0.filter = $1 }
        try member.required("value", .codeString) { $0.value = $1 }
    }
}

/// How many gave one answer.
private struct AnswerCount: ObjectForm {
    var count = 0

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("answer", .listed(Answer.self))
        try member.required("count", .people) { $0.count = $1 }
    }
}

/// Answers to one question.
private struct Cell: ObjectForm {
    var question = Condition.overall
    var group: Group?
    var answers = 0
    var counted = 0

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("question", .listed(Condition.self)) { $0.question = $1 }
        try member.optional("filter", .object(Group(), .sealed)) { $0.group = $1 }
        try member.required("answers", .people) { $0.answers = $1 }
        try member.each("counts", .object(AnswerCount(), .sealed), count: 0...10) { $0.counted += $1.count }
    }

    func check() throws(Fault) {
        guard self.counted <= self.answers else { throw Fault(.schema, at: "counts") }
        guard self.answers >= PrivacyForm.smallestCell else { throw Fault(.privacy, at: "answers") }
    }
}

/// All that is told of a survey.
private struct CellsShape: Shape {
    private let cells = ListShape(item: ObjectShape(Cell(), .sealed), count: 1...1_000)

    func read(_ element: Element) throws(Fault) {
        let cells = try self.cells.read(element)
        guard Self.leavesNoSmallRest(cells) else { throw Fault(.privacy) }
        guard Self.tellsOnce(cells) else { throw Fault(.schema) }
    }

    func describe(_ writer: inout JSONWriter) { self.cells.describe(&writer) }

    func unlistedMembers(in element: Element, at path: String) -> [UnlistedMember] {
        self.cells.unlistedMembers(in: element, at: path)
    }

    /// Whether what is left of a question's answers beside those of its groups is nothing, or large enough.
    private static func leavesNoSmallRest(_ cells: [Cell]) -> Bool {
        for total in cells where total.group == nil {
            for filter in Filter.allCases {
                var rest = total.answers
                var isTold = false
                for cell in cells where cell.question == total.question && cell.group?.filter == filter {
                    rest -= cell.answers
                    isTold = true
                }
                if isTold, rest != 0, rest < PrivacyForm.smallestCell { return false }
            }
        }
        return true
    }

    /// Whether each group's answers to each question stand there once.
    private static func tellsOnce(_ cells: [Cell]) -> Bool {
        for (position, cell) in cells.enumerated() {
            for earlier in cells[..<position] where earlier.question == cell.question && earlier.group == cell.group {
                return false
            }
        }
        return true
    }
}
