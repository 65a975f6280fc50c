import CLibpq

/// The fields of an error or a notice, copied out of the result that holds them.
struct ServerReport {
    let severity: String
    let sqlState: SQLState?
    let message: String
    let detail: String?
    let constraint: String?
    let sourceFunction: String?

    /// Reads `result`, which stays the caller's.
    @unsafe init(copying result: OpaquePointer) {
        func field(_ code: Int) -> String? {
            unsafe PQresultErrorField(result, Int32(code)).map { unsafe String(cString: $0) }
        }
        let sqlState = field(DIAG_SQLSTATE).map(SQLState.init)
        // An error that libpq made up itself, such as a lost connection, has no fields, only a text.
        var message = unsafe String(cString: PQresultErrorMessage(result)).onOneLine
        if let primary = field(DIAG_MESSAGE) { message = primary }
        // Class 22 quotes the value that could not be read, and a value must not get into a log.
        self.message = sqlState?.class == "22" ? message.withoutQuotations : message
        self.sqlState = sqlState
        self.severity = field(DIAG_SEVERITY) ?? "ERROR"
        self.detail = field(DIAG_DETAIL)
        self.constraint = field(DIAG_CONSTRAINT)
        self.sourceFunction = field(DIAG_SOURCE_FUNCTION)
    }

    /// Whether the server hangs up after this.
    var endsSession: Bool { self.severity == "FATAL" || self.severity == "PANIC" }

    /// Whether the prepared statement must be prepared again: a table has changed under its plan, or somebody has
    /// deallocated it. The server gives the former no code of its own, hence the look at who raised it.
    var blamesPlan: Bool {
        self.sqlState == .unknownStatementName
            || (self.sqlState == .featureNotSupported && self.sourceFunction == "RevalidateCachedQuery")
    }
}
