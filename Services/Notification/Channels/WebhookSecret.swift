internal import Crypto

/// The key by which a receiver knows that a message is ours and is new (Standard Webhooks 1.0, symmetric signatures).
struct WebhookSecret: Sendable {
    private static let prefix = "whsec_"

    private let key: [UInt8]

    /// Reads `whsec_` and 24 to 64 bytes in base 64.
    init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), let key = Base64.decode(String(text.dropFirst(Self.prefix.count))),
            (24...64).contains(key.count)
        else { return nil }
        self.key = key
    }

    /// The value of `webhook-signature` for a message of that id, sent at that second since 1970.
    func signature(of body: [UInt8], id: String, seconds: Int64) -> String {
        "v1," + Base64.encode(hmacSHA256(key: self.key, message: Array("\(id).\(seconds).".utf8) + body).bytes)
    }
}
