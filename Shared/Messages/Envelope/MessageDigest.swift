public import Crypto
internal import Domain

/// The digests by which messages are told apart.
public enum MessageDigest {
    /// Identifies an event for ever: over the source, a zero byte and the id. Neither can hold a zero byte.
    public static func identity(source: String, id: String) -> Digest16 {
        var digest = SHA256()
        digest.update(source)
        digest.update(0)
        digest.update(id)
        return digest.finish().first16
    }

    /// Tells whether two events of one identity say the same: over the type, the subject, the time as an instant and
    /// the digest of the data as a JSON value, which canonical JSON stands for. How they were sent does not matter.
    static func content(of envelope: Envelope, dataDigest: Digest) -> Digest16 {
        var digest = SHA256()
        digest.update(envelope.type)
        digest.update(0)
        digest.update(envelope.subject ?? "")
        digest.update(0)
        if let time = envelope.time { digest.update(bigEndian: time.microseconds) }
        digest.update(0)
        digest.update(dataDigest)
        return digest.finish().first16
    }
}
