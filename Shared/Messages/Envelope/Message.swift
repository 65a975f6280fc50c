public import Crypto

/// A message that was read and found well-formed: of one and the same many parts of a program speak.
public final class Message<Body: MessageBody>: Sendable {
    /// Who says it, and when.
    public let envelope: Envelope
    /// What it says, as far as we read it.
    public let body: Body
    /// All it says, normalised: canonical JSON, members that we do not know included.
    public let data: [UInt8]
    /// The SHA-256 of the data.
    public let dataDigest: Digest
    /// Identifies the message for ever, by its source and id.
    public let identity: Digest16
    /// Stands for what it says, so that a duplicate can be told from a conflict.
    public let content: Digest16

    init(_ envelope: Envelope, _ body: Body, data: [UInt8]) {
        self.envelope = envelope
        self.body = body
        self.data = data
        self.dataDigest = SHA256.digest(of: data)
        self.identity = MessageDigest.identity(source: envelope.source, id: envelope.id)
        self.content = MessageDigest.content(of: envelope, dataDigest: self.dataDigest)
    }
}
