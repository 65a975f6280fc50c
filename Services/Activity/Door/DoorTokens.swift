internal import Crypto

/// Who may send events over HTTP, and for which sources.
///
/// The file holds digests, not tokens: whoever reads it can send nothing.
struct DoorTokens: Sendable {
    /// One who may send.
    struct Bearer: Hashable, Sendable {
        /// The SHA-256 of the token, as hexadecimal digits.
        let digest: String
        /// The sources that it may speak for.
        let sources: Set<String>
    }

    private let bearers: [String: Bearer]

    /// Reads the text of a file: `DIGEST SOURCE[,SOURCE…]` on each line; lines that are empty or begin with `#` say
    /// nothing.
    ///
    /// - Throws: ``TokenFileFault`` with the line.
    init(_ text: String) throws(TokenFileFault) {
        var bearers: [String: Bearer] = [:]
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in lines.enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            let digest = first.lowercased()
            let sources = words.dropFirst().joined().split(separator: ",").map(String.init)
            guard digest.utf8.count == 64, digest.allSatisfy(\.isHexDigit) else {
                throw TokenFileFault(line: number + 1, reason: "expected the SHA-256 of a token, 64 hexadecimal digits")
            }
            guard !sources.isEmpty else {
                throw TokenFileFault(line: number + 1, reason: "the sources are missing, such as /campus/oa")
            }
            guard bearers[digest] == nil else {
                throw TokenFileFault(line: number + 1, reason: "the token stands twice")
            }
            bearers[digest] = Bearer(digest: digest, sources: Set(sources))
        }
        self.bearers = bearers
    }

    /// Who bears the token of an `Authorization` field; nil where nobody does.
    func bearer(_ authorization: String?) -> Bearer? {
        guard let authorization else { return nil }
        let words = authorization.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return self.bearers[SHA256.digest(of: Array(words[1].utf8)).hex]
    }
}

/// A line of the file of tokens is not what it should be.
struct TokenFileFault: Error, CustomStringConvertible {
    let line: Int
    let reason: String

    var description: String { "GUOYING_ACTIVITY_HTTP_TOKENS, line \(self.line): \(self.reason)" }
}

/// Events are to come over HTTP, and it is not said from whom.
struct DoorWithoutTokens: Error, CustomStringConvertible {
    let reason: String

    var description: String {
        "GUOYING_ACTIVITY_HTTP_PORT is set and GUOYING_ACTIVITY_HTTP_TOKENS \(self.reason): name a file that says whose "
            + "tokens are taken"
    }
}
