/// Why the database did not do what it was asked to.
public struct DatabaseError: Error, Sendable, CustomStringConvertible {
    /// What the caller can do about it.
    public enum Kind: Hashable, Sendable {
        /// The server refused the statement; `constraint` is the one that refused it, where it was one.
        case refused(SQLState, constraint: String?)
        /// There is no connection, or it is gone; a statement that was under way may or may not have run.
        case disconnected
        /// A value that the server sent is not what the code reads it as.
        case unreadable(column: String)
        /// Nothing was free within the time that was allowed.
        case timedOut
        /// The task was cancelled, and with it the statement.
        case cancelled
        /// COMMIT was sent and its answer was lost: look whether it took place, never repeat it blindly.
        case unknownCommit
        /// The settings cannot be understood.
        case misconfigured
    }

    /// What the caller can do about it.
    public let kind: Kind
    /// What was wrong, in words: the server's own where it was the server that refused.
    public let message: String
    /// What the server added. It may quote the row, so it stays out of `description` and must stay out of logs.
    public let detail: String?
    /// The statement, without its values: those may be somebody's secrets.
    public let statement: String?
    /// The server's code, where it was the server that spoke: also with its last words before it hung up.
    public let sqlState: SQLState?

    init(_ kind: Kind, _ message: String, statement: String? = nil) {
        self.kind = kind
        self.message = message
        self.detail = nil
        self.statement = statement
        if case .refused(let state, _) = kind { self.sqlState = state } else { self.sqlState = nil }
    }

    init(_ kind: Kind, _ report: ServerReport, statement: String?) {
        self.kind = kind
        self.message = report.message
        self.detail = report.detail
        self.statement = statement
        self.sqlState = report.sqlState
    }

    /// The constraint that refused the statement, where it was one.
    public var constraint: String? {
        guard case .refused(_, let constraint) = self.kind else { return nil }
        return constraint
    }

    /// Whether the whole transaction, run again on a connection that works, can succeed without any change.
    ///
    /// An unknown commit is not: whether it took place has to be looked up first.
    public var isTransient: Bool {
        switch self.kind {
        case .refused(let state, _): state.isTransient
        case .disconnected, .timedOut: true
        case .unreadable, .cancelled, .unknownCommit, .misconfigured: false
        }
    }

    /// One line for a log: what was wrong, the code, the constraint and the beginning of the statement.
    public var description: String {
        var text = "postgres: \(self.message)"
        if let state = self.sqlState { text += " (SQLSTATE \(state))" }
        if let constraint = self.constraint { text += " (constraint \(constraint))" }
        if let statement = self.statement { text += " in: \(statement.onOneLine.prefix(Self.statementLimit))" }
        return text
    }

    /// How many characters of a statement a log line shows.
    private static let statementLimit = 300

    static func cancelled(_ statement: String? = nil) -> Self {
        Self(.cancelled, "the task was cancelled", statement: statement)
    }
}

extension String {
    /// The text with every run of white space, line ends included, as one space.
    var onOneLine: String {
        self.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The text with an ellipsis in place of whatever stands between double quotes.
    var withoutQuotations: String {
        var isQuoted = false
        var text = ""
        for character in self {
            if character == "\"" {
                isQuoted.toggle()
                text += isQuoted ? "\"…" : "\""
            } else if !isQuoted {
                text.append(character)
            }
        }
        return text
    }
}
