/// A message that was read and found well-formed.
public struct Message<Body: MessageBody>: Sendable {
    /// Who says it, and when.
    public let envelope: Envelope
    /// What it says, as far as we read it.
    public let body: Body
    /// All it says, normalised: canonical JSON, members that we do not know included.
    public let data: [UInt8]
}
