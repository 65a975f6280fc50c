internal import Domain

// The domain's words that messages are read by.

extension ActivityKind: ListedWord {
    static let words = WordList(Self.self)
}

extension SegmentPart: ListedWord {
    static let words = WordList(Self.self)
}

extension ActingRole: ListedWord {
    static let words = WordList(Self.self)
}

extension StudyForm: ListedWord {
    static let words = WordList(Self.self)
}

extension ActivityTopic: ListedWord {
    static let words = WordList(Self.self)
}

extension PlaceType: ListedWord {
    static let words = WordList(Self.self)
}

extension Audience: ListedWord {
    static let words = WordList(Self.self)
}

extension Condition: ListedWord {
    static let words = WordList(Self.self)
}

extension Ballot.Matter: ListedWord {
    static let words = WordList(Self.self)
}

extension Ballot.Method: ListedWord {
    static let words = WordList(Self.self)
}
