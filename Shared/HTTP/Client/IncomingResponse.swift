/// A server's answer, read whole.
public struct IncomingResponse: Sendable {
    /// The status code.
    public let status: Int
    /// The header fields; after redirects, those of the last answer.
    public let headers: Headers
    /// The body.
    public let body: [UInt8]
}
