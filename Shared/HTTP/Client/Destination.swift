internal import CLibcurl

/// Where a request goes, as much of it as may be logged: the scheme, the host and the port.
struct Destination: Sendable, CustomStringConvertible {
    let scheme: String
    let host: String
    let port: String

    var description: String { "\(self.scheme)://\(self.host):\(self.port)" }

    /// Whether the connection is encrypted.
    var isSecure: Bool { self.scheme == "https" }

    /// Looks at what can be looked at before anything is sent.
    init(of request: OutgoingRequest) throws(HTTPError) {
        if let field = request.headers.firstUnsendable {
            throw HTTPError(
                kind: .invalidHeader,
                message: "the header field \(field.name.debugDescription) has a name that is no token, or a control "
                    + "character in its value")
        }
        guard let url = unsafe curl_url() else {
            throw HTTPError(kind: .busy, message: "no memory is left for a request")
        }
        defer { unsafe curl_url_cleanup(url) }
        // A user's name before the host is how one host is made to look like another.
        let fault =
            unsafe request.url.utf8.contains(0)
            ? CURLUE_MALFORMED_INPUT
            : curl_url_set(url, CURLUPART_URL, request.url, UInt32(CURLU_DISALLOW_USER))
        guard fault == CURLUE_OK, let scheme = unsafe Destination.part(CURLUPART_SCHEME, of: url),
            let host = unsafe Destination.part(CURLUPART_HOST, of: url),
            let port = unsafe Destination.part(CURLUPART_PORT, of: url)
        else {
            let reason = unsafe String(cString: curl_url_strerror(fault))
            throw HTTPError(kind: .invalidURL, message: "the URL cannot be used: \(reason)")
        }
        guard ["http", "https"].contains(scheme) else {
            throw HTTPError(kind: .invalidURL, message: "the URL cannot be used: \(scheme) is neither http nor https")
        }
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    private static func part(_ part: CURLUPart, of url: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe curl_url_get(url, part, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text = unsafe text
        else { return nil }
        defer { unsafe curl_free(text) }
        return unsafe String(cString: text)
    }
}
