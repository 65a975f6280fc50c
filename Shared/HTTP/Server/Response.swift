/// What a request is answered with, whole or as it comes.
public struct Response: Sendable {
    /// The content.
    public enum Body: Sendable {
        /// All of it.
        case bytes([UInt8])
        /// Sent chunk by chunk, until the stream ends, its reader leaves or the server stops; the stream is cancelled
        /// then. The next chunk is taken once the one before is on its way, so what a slow reader is spared or has
        /// to catch up with is decided by the stream's own buffering policy. A reader that has left is noticed only
        /// when something is sent: a stream that can be silent needs a heartbeat.
        case stream(AsyncStream<[UInt8]>)
    }

    /// The status code, 200 to 599 (RFC 9110, section 15).
    public let status: Int
    /// The header fields. `Content-Length`, `Transfer-Encoding`, `Connection` and `Date` are the server's own: given
    /// here, they are passed over, and so is a field without a value.
    public var headers: Headers
    /// The content. A request with `HEAD` gets everything but this.
    public var body: Body

    /// An answer. `status` lies within 200 to 599.
    public init(status: Int = 200, headers: Headers = Headers(), body: Body = .bytes([])) {
        precondition((200...599).contains(status), "not the status of an answer: \(status)")
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Plain text, in UTF-8.
    public static func text(_ text: String, status: Int = 200) -> Response {
        Response(
            status: status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: .bytes(Array(text.utf8)))
    }

    /// A JSON document that is written already.
    public static func json(_ bytes: [UInt8], status: Int = 200) -> Response {
        Response(status: status, headers: ["Content-Type": "application/json"], body: .bytes(bytes))
    }
}
