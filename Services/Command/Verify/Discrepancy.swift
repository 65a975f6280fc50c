internal import Pipeline

/// Something that is not as it was journalled.
struct Discrepancy: Hashable, Sendable {
    /// What it is about.
    enum Subject: Hashable, Sendable {
        /// An entry of a journal, or the head or the chain of a lane.
        case journal(String)
        /// A topic, by its name.
        case topic(String)
        /// A verdict, or what it was judged from.
        case verdict(String)
        /// A row of a table, or all of the table where none is named.
        case table(String, row: String?)
    }

    /// The service, which is also its schema.
    let service: String
    /// The lane and the position at which it shows; none where a row names neither.
    let number: JournalNumber?
    /// What it is about.
    let subject: Subject
    /// What is there.
    let found: String
    /// What should be there.
    let expected: String

    init(_ service: String, _ number: JournalNumber?, _ subject: Subject, found: String, expected: String) {
        self.service = service
        self.number = number
        self.subject = subject
        self.found = found
        self.expected = expected
    }

    /// One line: where, what, and both sides.
    var text: String {
        let place = self.number.map { " lane \($0.lane) position \($0.position)" } ?? ""
        return "\(self.service)\(place): \(self.subject.text): found \(self.found), expected \(self.expected)"
    }
}

extension Discrepancy: Comparable {
    /// By lane and position, what names neither first.
    static func < (left: Self, right: Self) -> Bool {
        (left.number?.lane ?? -1, left.number?.position ?? -1, left.subject.text)
            < (right.number?.lane ?? -1, right.number?.position ?? -1, right.subject.text)
    }
}

extension Discrepancy.Subject {
    /// The subject in words.
    var text: String {
        switch self {
        case .journal(let text), .verdict(let text): text
        case .topic(let name): "topic \(name)"
        case .table(let name, let row): row.map { "table \(name), row \($0)" } ?? "table \(name)"
        }
    }

    /// What it belongs to.
    var aspect: VerifyAspect {
        switch self {
        case .journal: .journals
        case .topic: .topics
        case .verdict: .verdicts
        case .table: .tables
        }
    }
}
