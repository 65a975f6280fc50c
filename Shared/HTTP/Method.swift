/// What a request asks to be done: `GET`, `POST` and so on (RFC 9110, section 9). Case counts.
public struct Method: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// Read.
    public static let get = Method(token: "GET")
    /// Read, without the body.
    public static let head = Method(token: "HEAD")
    /// Hand something over.
    public static let post = Method(token: "POST")
    /// Put something in place of what is there.
    public static let put = Method(token: "PUT")
    /// Change a part.
    public static let patch = Method(token: "PATCH")
    /// Remove.
    public static let delete = Method(token: "DELETE")

    /// The name on the wire.
    public let rawValue: String

    /// The name on the wire.
    public var description: String { self.rawValue }

    /// Nil where `rawValue` is not a token (RFC 9110, section 5.6.2), so that a method can carry no line break.
    public init?(rawValue: String) {
        guard Headers.isToken(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    private init(token: String) { self.rawValue = token }
}
