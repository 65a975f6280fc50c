import CLibpq

/// Where a database is, who logs in, and what a session begins with.
public struct DatabaseSettings: Sendable, CustomStringConvertible {
    /// What the server shows as the program's name, in `pg_stat_activity` and in its log.
    public var applicationName = "guoying"

    /// What the session is set to, by the names that `SET` knows; it travels with the first packet and costs nothing.
    ///
    /// The limits stand here because they are what really bounds a statement: a request to cancel one may be lost.
    public var session = [
        "TimeZone": "UTC",
        "statement_timeout": "60s",
        "lock_timeout": "30s",
        "idle_in_transaction_session_timeout": "60s",
    ]

    /// How long connecting may take, all addresses of all hosts together.
    public var connectLimit = Duration.seconds(10)

    /// What the text says, by the keywords of libpq.
    private let given: [String: String]

    /// Reads `postgresql://user:password@host:port/database?keyword=value` or `host=… dbname=…`.
    ///
    /// What is left out is taken from where every program of PostgreSQL takes it: `PGHOST` and its kin, `~/.pgpass`.
    /// - Throws: ``DatabaseError/Kind/misconfigured``, without quoting a text that may hold a password.
    public init(_ text: String) throws(DatabaseError) {
        self.given = try Self.parse(text)
        if let name = self.given["application_name"] { self.applicationName = name }
    }

    /// Where and as whom, without the password: `user@host:port/database`.
    public var description: String {
        let user = self.given["user"].map { $0 + "@" } ?? ""
        let host = self.given["host"] ?? self.given["hostaddr"] ?? "(default host)"
        let port = self.given["port"].map { ":" + $0 } ?? ""
        return user + host + port + "/" + (self.given["dbname"] ?? "")
    }

    /// Everything that libpq is to know, by its keywords.
    var keywords: [String: String] {
        let defaults = [
            // Without these a peer that vanished is missed only after hours, or never.
            "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
            "tcp_user_timeout": "30000",
            // Else libpq looks for Kerberos credentials before every connection.
            "gssencmode": "disable",
        ]
        return defaults.merging(self.given) { _, given in given }
            .merging([
                "application_name": self.applicationName, "client_encoding": "UTF8", "options": self.options,
            ]) { _, ours in ours }
    }

    /// The session's settings as the server's command line: `-c name=value`, spaces and backslashes escaped.
    private var options: String {
        let settings = self.session.sorted { $0.key < $1.key }.map { name, value in
            let escaped = value.flatMap { $0 == " " || $0 == "\\" ? ["\\", $0] : [$0] }
            return "-c \(name)=\(String(escaped))"
        }
        // Last wins, so what the text asks for goes last.
        return (settings + [self.given["options"]].compactMap(\.self)).joined(separator: " ")
    }

    private static func parse(_ text: String) throws(DatabaseError) -> [String: String] {
        guard !text.utf8.contains(0) else {
            throw DatabaseError(.misconfigured, "the database's address holds a NUL character")
        }
        var complaint: UnsafeMutablePointer<CChar>? = nil
        guard let options = unsafe PQconninfoParse(text, &complaint) else {
            defer { unsafe PQfreemem(complaint) }
            let reason = unsafe complaint.map { unsafe String(cString: $0).onOneLine } ?? "out of memory"
            throw DatabaseError(
                .misconfigured,
                "the database's address cannot be read (\(reason.withoutQuotations)); it has to look like "
                    + "postgresql://user:password@host:port/database")
        }
        defer { unsafe PQconninfoFree(options) }

        var values: [String: String] = [:]
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe values[String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        return values
    }
}
