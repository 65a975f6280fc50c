/// Why a request got no answer. An answer with a status such as 404 or 500 is an answer, not an error.
public struct HTTPError: Error, Sendable, CustomStringConvertible {
    /// What went wrong. Bounded, so it is also a metric's label.
    public enum Kind: String, Sendable, CaseIterable {
        /// The URL cannot be read, is neither http nor https, or holds a user's name.
        case invalidURL = "invalid-url"
        /// A header field is no header field. Nothing was sent.
        case invalidHeader = "invalid-header"
        /// The host's address is not one that the request may go to. Nothing was sent.
        case refusedAddress = "refused-address"
        /// The host's name has no address.
        case cannotResolve = "cannot-resolve"
        /// Nobody answered at the address.
        case cannotConnect = "cannot-connect"
        /// The deadline passed. Whether the request was acted on is unknown.
        case timedOut = "timed-out"
        /// The answer is longer than the request's limit.
        case tooLarge = "too-large"
        /// TLS failed, or the certificate does not prove that this is the host.
        case tls
        /// The answer breaks HTTP, or leads through too many redirects.
        case badResponse = "bad-response"
        /// The task was cancelled. Whether the request was acted on is unknown.
        case cancelled
        /// The connection broke, or the client was closed. Whether the request was acted on is unknown.
        case interrupted
        /// The client has as much in flight as it may, or the system has no more to give. Nothing was sent.
        case busy
    }

    /// What went wrong.
    public let kind: Kind
    /// What, where to, and what can be done; without the URL's path and query, which are often secrets.
    public let message: String

    /// The message.
    public var description: String { self.message }
}
