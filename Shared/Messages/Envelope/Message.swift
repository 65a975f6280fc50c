public import Crypto

/// A message that was read and found well-formed.
public struct Message<Body: MessageBody>: Sendable {
    /// Who says it, and when.
    public let envelope: Envelope
    /// What it says, as far as we read it.
    public let body: Body
    /// All it says, normalised: canonical JSON, members that we do not know included.
    public let data: [UInt8]
    /// Identifies the message for ever, by its source and id.
    public let identity: Digest16
    /// Stands for what it says, so that a duplicate can be told from a conflict.
    public let content: Digest16
}
