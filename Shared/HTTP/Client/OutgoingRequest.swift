/// A request to another's server.
public struct OutgoingRequest: Sendable {
    /// What to do with an answer that names another place.
    public enum Redirects: Sendable {
        /// It is the answer.
        case returned
        /// It is followed, so many times at most. Every hop obeys the address policy; an https request never goes on
        /// over http; `Authorization` and `Cookie` stay with the host that they were meant for.
        case followed(limit: Int)
    }

    /// What to do with compressed bodies.
    public enum Compression: Sendable {
        /// None is asked for, and what comes is handed over as it is.
        case untouched
        /// It is asked for and taken off; the limit holds for what comes out.
        case decoded
    }

    /// What is asked to be done.
    public var method: Method
    /// Where: http or https.
    public var url: String
    /// The header fields. `Host`, `Content-Length` and `Accept` are added where they are absent.
    public var headers: Headers
    /// The content, sent where it is not empty or the method is `POST`, `PUT` or `PATCH`.
    public var body: [UInt8]
    /// How long all of it may take, from `send` until the answer is read whole.
    public var deadline: Duration
    /// The longest body of an answer, in bytes.
    public var responseLimitBytes: Int
    /// Whom the request may be sent to.
    public var addresses: AddressPolicy
    /// What to do with an answer that names another place.
    public var redirects: Redirects
    /// What to do with compressed bodies.
    public var compression: Compression

    /// A request that goes to public addresses only, within ten seconds, and takes an answer of 1 MiB.
    public init(_ method: Method = .get, _ url: String, headers: Headers = Headers(), body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.deadline = .seconds(10)
        self.responseLimitBytes = 1 << 20
        self.addresses = .publicOnly
        self.redirects = .returned
        self.compression = .untouched
    }
}
