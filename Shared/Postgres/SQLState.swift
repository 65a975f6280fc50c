/// The five-character code that PostgreSQL puts on every error ("Appendix A. PostgreSQL Error Codes").
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The code, such as `23505`.
    public let rawValue: String

    /// Takes the code as the server sent it.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A text holds a byte that the server's encoding has not, such as NUL.
    public static let characterNotInRepertoire = Self(rawValue: "22021")
    /// A text cannot be read as the type it is cast to.
    public static let invalidTextRepresentation = Self(rawValue: "22P02")
    /// A number does not fit its type.
    public static let numericValueOutOfRange = Self(rawValue: "22003")
    /// A date or an instant does not fit its type.
    public static let datetimeFieldOverflow = Self(rawValue: "22008")
    /// A column that must not be null would have been.
    public static let notNullViolation = Self(rawValue: "23502")
    /// A row refers to one that is not there.
    public static let foreignKeyViolation = Self(rawValue: "23503")
    /// A row of that key is there already.
    public static let uniqueViolation = Self(rawValue: "23505")
    /// A role, a table or the like of that name is there already.
    public static let duplicateObject = Self(rawValue: "42710")
    /// A row breaks a CHECK.
    public static let checkViolation = Self(rawValue: "23514")
    /// A row overlaps another that it must not overlap.
    public static let exclusionViolation = Self(rawValue: "23P01")
    /// A transaction is open already.
    public static let activeTransaction = Self(rawValue: "25001")
    /// An earlier statement of the transaction was refused, so nothing but ROLLBACK is accepted.
    public static let failedTransaction = Self(rawValue: "25P02")
    /// The server ended a session that sat in an open transaction for too long.
    public static let idleInTransactionTimeout = Self(rawValue: "25P03")
    /// The named prepared statement is not there.
    public static let unknownStatementName = Self(rawValue: "26000")
    /// A concurrent transaction got in the way: run the transaction again.
    public static let serializationFailure = Self(rawValue: "40001")
    /// Two transactions waited for each other: run the transaction again.
    public static let deadlockDetected = Self(rawValue: "40P01")
    /// The role may not do that.
    public static let insufficientPrivilege = Self(rawValue: "42501")
    /// The statement cannot be parsed.
    public static let syntaxError = Self(rawValue: "42601")
    /// The table is not there.
    public static let undefinedTable = Self(rawValue: "42P01")
    /// The column is not there.
    public static let undefinedColumn = Self(rawValue: "42703")
    /// Every connection that the server allows is in use.
    public static let tooManyConnections = Self(rawValue: "53300")
    /// A value or a statement is larger than the server takes.
    public static let programLimitExceeded = Self(rawValue: "54000")
    /// A statement has more parameters than the protocol can count.
    public static let tooManyArguments = Self(rawValue: "54023")
    /// A lock was not free at once (`NOWAIT`) or within `lock_timeout`.
    public static let lockNotAvailable = Self(rawValue: "55P03")
    /// The statement was cancelled, by a request or by `statement_timeout`.
    public static let queryCanceled = Self(rawValue: "57014")
    /// An administrator ended the session.
    public static let adminShutdown = Self(rawValue: "57P01")
    /// The server does not do that, or not there.
    public static let featureNotSupported = Self(rawValue: "0A000")

    /// The class of the code: its first two characters, `23` for every violated constraint.
    public var `class`: Substring { self.rawValue.prefix(2) }

    /// Whether the whole transaction, run again without any change, can succeed.
    ///
    /// So it is for connections lost (class 08), transactions that got in each other's way (class 40), servers that
    /// stop or start (57P), locks that were not free in time and connections that were not free.
    public var isTransient: Bool {
        switch self.class {
        case "08", "40": true
        case "57": self.rawValue.hasPrefix("57P")
        default: self == .lockNotAvailable || self == .tooManyConnections
        }
    }

    /// The code itself.
    public var description: String { self.rawValue }
}
