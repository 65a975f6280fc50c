internal import Domain

/// What somebody sees instead of a board without rows: who has not imported anything yet, or asks of a day before or
/// behind the units that there are.
struct EmptyBoard {
    private let question: BoardQuestion
    /// The first day of the unit that was asked for, else of the first unit; nil where nothing was known of it.
    private var firstDay: Day?
    /// The last day of the unit that was asked for, where it has ended by then.
    private var lastDay: Day?

    /// An answer to a question about nothing.
    init(_ question: BoardQuestion) { self.question = question }

    /// Adds a unit that has no row.
    mutating func add(_ facts: UnitFacts) {
        let (asOf, knownAt) = (self.question.asOf, self.question.knownAt)
        guard self.question.top == nil || facts.unit == self.question.top else { return }
        let days = facts.units.filter { $0.code == facts.unit && $0.recorded <= knownAt }.map(\.from)
        self.firstDay = (days + [self.firstDay].compactMap { $0 }).min()
        if facts.unit == self.question.top { self.lastDay = facts.version(asOf: asOf, knownAt: knownAt)?.through }
    }

    /// All of it.
    var text: String {
        let asOf = self.question.asOf.shortText
        if let top = self.question.top, let lastDay {
            return "\(top) was dissolved: its last day was \(lastDay). --all shows it.\n"
        }
        let place = self.question.top.map { "at or below \($0)" } ?? "in the register"
        let nothing = "No unit exists \(place) as of \(asOf)"
        guard let firstDay else {
            // A unit that is in the register was asked for, so there is nothing to begin with.
            guard self.question.top == nil else {
                return "\(nothing), as known at \(self.question.knownAt.shortText).\n"
            }
            return """
                \(nothing).
                To begin, import the register: guoying import --template units prints what a file looks like.

                """
        }
        guard firstDay > self.question.asOf.day else { return "\(nothing); --all shows those that have ended.\n" }
        return "\(nothing); \(self.question.top == nil ? "the first unit's" : "its") first day is \(firstDay).\n"
    }
}
