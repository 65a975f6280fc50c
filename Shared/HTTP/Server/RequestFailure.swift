/// A request whose handler threw: what the log needs, and nothing that a client wrote.
public struct RequestFailure: Sendable {
    /// The request's method.
    public let method: Method
    /// The route as it was registered, `/units/{id}`; never the path itself, which may name a person.
    public let route: String
    /// What was thrown.
    public let error: any Error
}

/// A handler gave a header field that would break the answer.
struct UnsendableHeader: Error, CustomStringConvertible {
    let name: String

    var description: String {
        "the answer's header field \(self.name.debugDescription) has a name that is no token, "
            + "or a control character in its value; nothing but 500 was sent"
    }
}
