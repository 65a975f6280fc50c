/// A vote in counts: how many were due, came and voted how.
///
/// Those due are the formal members with a vote on that day, less approved exclusions. 支部工作条例 art. 11 and 12;
/// 发展党员工作细则 (2026) art. 19 and 20.
public struct Ballot: Hashable, Sendable {
    /// What is voted on, which decides how many must be there and agree.
    public enum Matter: String, CaseIterable, Sendable {
        /// A decision of a meeting of members: at least half of those due are there, more than half of them agree.
        case ordinary
        /// The admission of a member: more than half of those due are there, more than half of them agree, in secret.
        case admission
        /// An election: at least four fifths of those due are there, more than half of them agree.
        case election
    }

    /// How it is voted.
    public enum Method: String, CaseIterable, Sendable {
        /// By ballots that nobody sees.
        case secret
        /// By show of hands.
        case hands
        /// By word of mouth.
        case oral
    }

    /// What is voted on.
    public var matter = Matter.ordinary
    /// How it is voted, where that was sent.
    public var method: Method?
    /// How many were due.
    public var due = 0
    /// How many of them were there.
    public var present = 0
    /// How many agreed, whoever agreed in writing beforehand among them.
    public var approved = 0
    /// How many did not agree.
    public var opposed = 0
    /// How many abstained.
    public var abstained = 0
    /// How many of those absent gave their opinion in writing beforehand.
    public var written = 0

    /// No votes at all.
    public init() {}

    /// Whether enough were there. 以上 and 不少于 include the number, 超过 does not.
    public var isQuorate: Bool {
        switch self.matter {
        case .ordinary: self.present * 2 >= self.due
        case .admission: self.present * 2 > self.due
        case .election: self.present * 5 >= self.due * 4
        }
    }

    /// Whether it was carried: enough were there, more than half of those due agreed, and in the way that is asked for.
    public var isCarried: Bool {
        let isInForm = self.matter != .admission || self.method == nil || self.method == .secret
        return self.isQuorate && isInForm && self.approved * 2 > self.due
    }

    /// Whether so many can have voted: no more than were due, and than were there or wrote.
    public var isPossible: Bool {
        self.present + self.written <= self.due
            && self.approved + self.opposed + self.abstained <= self.present + self.written
    }
}
