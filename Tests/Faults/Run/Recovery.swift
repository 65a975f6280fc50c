/// How long it took, from the healing of a fault on, until all that lay there at that moment was taken in.
struct Recovery: Sendable {
    let fault: Fault
    /// The service that was hit, or the server.
    let subject: String
    let duration: Duration
}
